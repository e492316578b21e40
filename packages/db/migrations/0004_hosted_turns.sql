CREATE TABLE IF NOT EXISTS `stt_jobs` (
	`bid` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`callid` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`provider` enum('parakeet','sarvam','deepgram') NOT NULL,
	`job_id` varchar(255) NOT NULL,
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `stt_jobs_bid_callid_provider_pk` PRIMARY KEY(`bid`,`callid`,`provider`)
);
--> statement-breakpoint
-- One statement, so that no moment is without the rule, and none when it was exchanged already.
SET @change = IF(
	EXISTS (SELECT * FROM information_schema.TABLE_CONSTRAINTS
		WHERE CONSTRAINT_SCHEMA = DATABASE() AND TABLE_NAME = 'calls' AND CONSTRAINT_NAME = 'ck_calls_stage_of_state'),
	"ALTER TABLE `calls` DROP CONSTRAINT `ck_calls_stage_of_state`,
		ADD CONSTRAINT `ck_calls_stage_fits_state` CHECK (stage IS NULL
        OR (stage = 'transcribe' AND processing_state IN ('received', 'queued', 'transcribing'))
        OR (stage = 'recognize' AND processing_state IN ('queued', 'transcribing') AND storage_path IS NOT NULL)
        OR (stage = 'analyze' AND processing_state IN ('transcribed', 'analyzing'))
        OR (stage = 'notify' AND processing_state = 'analyzed')
        OR (stage = 'archive' AND processing_state IN ('analyzed', 'notified')))",
	'DO 0'
);
--> statement-breakpoint
PREPARE change_table FROM @change;
--> statement-breakpoint
EXECUTE change_table;
--> statement-breakpoint
DEALLOCATE PREPARE change_table;
