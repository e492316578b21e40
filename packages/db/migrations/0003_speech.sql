-- Each table changes in one statement, and not at all where it has changed already. MySQL has no ADD COLUMN IF NOT EXISTS.
SET @change = IF(
	EXISTS (SELECT * FROM information_schema.COLUMNS
		WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'business_pipeline_config' AND COLUMN_NAME = 'stt_fallbacks'),
	'DO 0',
	"ALTER TABLE `business_pipeline_config`
		ADD `stt_fallbacks` json,
		ADD `stt_language` varchar(16),
		ADD `key_terms` json,
		ADD `redaction` json,
		ADD `expected_speakers` tinyint,
		ADD CONSTRAINT `ck_pipeline_config_speakers` CHECK (expected_speakers BETWEEN 1 AND 10)"
);
--> statement-breakpoint
PREPARE change_table FROM @change;
--> statement-breakpoint
EXECUTE change_table;
--> statement-breakpoint
DEALLOCATE PREPARE change_table;
--> statement-breakpoint
SET @change = IF(
	EXISTS (SELECT * FROM information_schema.COLUMNS
		WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'calls' AND COLUMN_NAME = 'stt_provider'),
	'DO 0',
	"ALTER TABLE `calls`
		ADD `stt_provider` enum('parakeet','sarvam','deepgram')"
);
--> statement-breakpoint
PREPARE change_table FROM @change;
--> statement-breakpoint
EXECUTE change_table;
--> statement-breakpoint
DEALLOCATE PREPARE change_table;
--> statement-breakpoint
SET @change = IF(
	EXISTS (SELECT * FROM information_schema.COLUMNS
		WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'call_analytics' AND COLUMN_NAME = 'conversation_metrics'),
	'DO 0',
	"ALTER TABLE `call_analytics`
		ADD `conversation_metrics` json"
);
--> statement-breakpoint
PREPARE change_table FROM @change;
--> statement-breakpoint
EXECUTE change_table;
--> statement-breakpoint
DEALLOCATE PREPARE change_table;
--> statement-breakpoint
SET @change = IF(
	EXISTS (SELECT * FROM information_schema.COLUMNS
		WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'transcripts' AND COLUMN_NAME = 'speaker_roles'),
	'DO 0',
	"ALTER TABLE `transcripts`
		ADD `speaker_roles` json,
		ADD `corrections` json,
		ADD `redactions` json,
		ADD `raw_transcript` mediumtext,
		ADD `cost_usd` decimal(12,6)"
);
--> statement-breakpoint
PREPARE change_table FROM @change;
--> statement-breakpoint
EXECUTE change_table;
--> statement-breakpoint
DEALLOCATE PREPARE change_table;
