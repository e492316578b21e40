ALTER TABLE `business_pipeline_config` ADD `stt_fallbacks` json;--> statement-breakpoint
ALTER TABLE `business_pipeline_config` ADD `stt_language` varchar(16);--> statement-breakpoint
ALTER TABLE `business_pipeline_config` ADD `key_terms` json;--> statement-breakpoint
ALTER TABLE `business_pipeline_config` ADD `redaction` json;--> statement-breakpoint
ALTER TABLE `business_pipeline_config` ADD `expected_speakers` tinyint;--> statement-breakpoint
ALTER TABLE `calls` ADD `stt_provider` enum('parakeet','sarvam','deepgram');--> statement-breakpoint
ALTER TABLE `call_analytics` ADD `conversation_metrics` json;--> statement-breakpoint
ALTER TABLE `transcripts` ADD `speaker_roles` json;--> statement-breakpoint
ALTER TABLE `transcripts` ADD `corrections` json;--> statement-breakpoint
ALTER TABLE `transcripts` ADD `redactions` json;--> statement-breakpoint
ALTER TABLE `transcripts` ADD `raw_transcript` mediumtext;--> statement-breakpoint
ALTER TABLE `transcripts` ADD `cost_usd` decimal(12,6);--> statement-breakpoint
ALTER TABLE `business_pipeline_config` ADD CONSTRAINT `ck_pipeline_config_speakers` CHECK (expected_speakers BETWEEN 1 AND 10);