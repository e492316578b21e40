CREATE TABLE IF NOT EXISTS `pcaa_agent_profiles` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`bid` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`agent_id` varchar(100) NOT NULL,
	`agent_name` varchar(255),
	`email` varchar(255),
	`phone` varchar(32),
	`group_name` varchar(255),
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	`updated_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `pcaa_agent_profiles_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_agent_profiles_agent` UNIQUE(`bid`,`agent_id`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `business_agent_config` (
	`bid` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`agent_type` varchar(50) NOT NULL,
	`judge` enum('rules','bedrock'),
	`settings` json NOT NULL,
	`enabled` boolean NOT NULL DEFAULT true,
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	`updated_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `business_agent_config_bid_agent_type_pk` PRIMARY KEY(`bid`,`agent_type`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `business_pipeline_config` (
	`bid` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`pipeline_enabled` boolean NOT NULL DEFAULT true,
	`stt_provider` enum('parakeet','sarvam','deepgram') NOT NULL DEFAULT 'parakeet',
	`vertical` enum('general','aca','medicare','auto_insurance','home_services','solar','debt','collections') NOT NULL DEFAULT 'general',
	`min_call_duration_s` int NOT NULL DEFAULT 15,
	`agent_channel` tinyint NOT NULL DEFAULT 0,
	`hot_retention_days` int NOT NULL DEFAULT 90,
	`warm_retention_days` int NOT NULL DEFAULT 365,
	`archive_audio` boolean NOT NULL DEFAULT false,
	`s3_bucket` varchar(255),
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	`updated_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `business_pipeline_config_bid` PRIMARY KEY(`bid`),
	CONSTRAINT `ck_pipeline_config_channel` CHECK(agent_channel IN (0, 1)),
	CONSTRAINT `ck_pipeline_config_days` CHECK(hot_retention_days >= 0 AND warm_retention_days >= hot_retention_days),
	CONSTRAINT `ck_pipeline_config_duration` CHECK(min_call_duration_s >= 0)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `businesses` (
	`bid` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`business_name` varchar(255) NOT NULL,
	`business_type` enum('presales','support','collections') NOT NULL DEFAULT 'presales',
	`contact_email` varchar(255),
	`time_zone` varchar(64) NOT NULL DEFAULT 'Asia/Kolkata',
	`pcaa_active` boolean NOT NULL DEFAULT false,
	`pcaa_plan` varchar(50),
	`provisioned_at` datetime(3),
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	`updated_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `businesses_bid` PRIMARY KEY(`bid`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `pcaa_notification_config` (
	`id` int unsigned AUTO_INCREMENT NOT NULL,
	`bid` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`notification_type` enum('agent_report','supervisor_digest') NOT NULL,
	`channel` enum('email','whatsapp','both','none') NOT NULL,
	`recipient_type` enum('agent_self','supervisor','custom_email') NOT NULL,
	`custom_email` varchar(255),
	`send_time` time NOT NULL DEFAULT '08:00:00',
	`send_days` varchar(50) NOT NULL DEFAULT 'mon,tue,wed,thu,fri',
	`enabled` boolean NOT NULL DEFAULT true,
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `pcaa_notification_config_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_notification_config_kind` UNIQUE(`bid`,`notification_type`,`recipient_type`),
	CONSTRAINT `ck_notification_config_custom` CHECK(recipient_type <> 'custom_email' OR custom_email IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `quality_parameters` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`bid` varchar(20) character set ascii collate ascii_bin,
	`template` enum('presales','support','collections'),
	`parameter_key` varchar(100) NOT NULL,
	`parameter_name` varchar(255) NOT NULL,
	`description` text NOT NULL,
	`max_score` smallint NOT NULL,
	`weight` smallint NOT NULL,
	`sort_order` smallint NOT NULL,
	`enabled` boolean NOT NULL DEFAULT true,
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	`updated_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `quality_parameters_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_quality_parameters_business` UNIQUE(`bid`,`parameter_key`),
	CONSTRAINT `uq_quality_parameters_template` UNIQUE(`template`,`parameter_key`),
	CONSTRAINT `ck_quality_parameters_owner` CHECK((bid IS NULL) <> (template IS NULL)),
	CONSTRAINT `ck_quality_parameters_score` CHECK(max_score > 0 AND weight >= 0)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `pcaa_subscriptions` (
	`id` int unsigned AUTO_INCREMENT NOT NULL,
	`bid` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`business_name` varchar(255) NOT NULL,
	`plan` varchar(50) NOT NULL,
	`status` enum('active','suspended','cancelled') NOT NULL,
	`activated_at` datetime(3),
	`paid_until` datetime(3),
	`webhook_secret` varchar(255),
	`previous_webhook_secret` varchar(255),
	`previous_secret_expires_at` datetime(3),
	`last_event_at` datetime(3),
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	`updated_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `pcaa_subscriptions_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_subscriptions_bid` UNIQUE(`bid`),
	CONSTRAINT `ck_subscriptions_secret` CHECK(status <> 'active' OR webhook_secret IS NOT NULL)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `pcaa_archive_manifest` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`bid` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`callid` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`archive_path` text NOT NULL,
	`archive_sha256` char(64) NOT NULL,
	`audio_path` text,
	`archived_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	`original_call_date` datetime(3) NOT NULL,
	`archive_size_bytes` bigint NOT NULL,
	CONSTRAINT `pcaa_archive_manifest_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_archive_manifest_call` UNIQUE(`bid`,`callid`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `calls` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`bid` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`callid` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`source` enum('mcube','ringba','upload') NOT NULL,
	`agent_id` varchar(100),
	`agent_name` varchar(255),
	`agent_email` varchar(255),
	`agent_phone` varchar(32),
	`customer_phone` varchar(32),
	`call_starttime` datetime(3) NOT NULL,
	`call_endtime` datetime(3) NOT NULL,
	`duration_seconds` int NOT NULL,
	`call_status` varchar(50) NOT NULL,
	`direction` enum('inbound','outbound'),
	`group_name` varchar(255),
	`campaign_id` bigint unsigned,
	`recording_url` varchar(2048),
	`storage_path` varchar(700),
	`storage_sha256` char(64),
	`storage_bytes` bigint,
	`processing_state` enum('received','queued','transcribing','transcribed','analyzing','analyzed','notified','archived','failed_stt','failed_analysis','skipped') NOT NULL,
	`skip_reason` varchar(100),
	`stage` enum('transcribe','recognize','analyze','notify','archive'),
	`next_attempt_at` datetime(3),
	`attempts` tinyint NOT NULL DEFAULT 0,
	`lease_owner` varchar(100),
	`lease_until` datetime(3),
	`version` int unsigned NOT NULL DEFAULT 0,
	`failed_stage` enum('transcribe','recognize','analyze','notify','archive'),
	`error_class` varchar(100),
	`error_message` varchar(2000),
	`first_failed_at` datetime(3),
	`last_failed_at` datetime(3),
	`dead_lettered_at` datetime(3),
	`correlation_id` char(36) NOT NULL,
	`webhook_received_at` datetime(3),
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	`updated_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `calls_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_calls_key` UNIQUE(`bid`,`callid`),
	CONSTRAINT `ck_calls_audio_first` CHECK(processing_state <> 'transcribing' OR storage_path IS NOT NULL),
	CONSTRAINT `ck_calls_attempts` CHECK(attempts BETWEEN 0 AND 3),
	CONSTRAINT `ck_calls_lease_whole` CHECK((lease_owner IS NULL) = (lease_until IS NULL)),
	CONSTRAINT `ck_calls_due_or_leased` CHECK(lease_owner IS NULL OR next_attempt_at IS NULL),
	CONSTRAINT `ck_calls_stage_active` CHECK((stage IS NULL) = (lease_owner IS NULL AND next_attempt_at IS NULL)),
	CONSTRAINT `ck_calls_working_leased` CHECK(processing_state NOT IN ('transcribing', 'analyzing') OR lease_owner IS NOT NULL),
	CONSTRAINT `ck_calls_stage_of_state` CHECK(stage IS NULL
        OR (stage = 'transcribe' AND processing_state IN ('received', 'queued'))
        OR (stage = 'recognize' AND processing_state IN ('queued', 'transcribing') AND storage_path IS NOT NULL)
        OR (stage = 'analyze' AND processing_state IN ('transcribed', 'analyzing'))
        OR (stage = 'notify' AND processing_state = 'analyzed')
        OR (stage = 'archive' AND processing_state IN ('analyzed', 'notified'))),
	CONSTRAINT `ck_calls_state_of_stage` CHECK(processing_state NOT IN ('received', 'queued', 'transcribing', 'transcribed', 'analyzing') OR stage IS NOT NULL),
	CONSTRAINT `ck_calls_skip_reason` CHECK((processing_state = 'skipped') = (skip_reason IS NOT NULL)),
	CONSTRAINT `ck_calls_failure_named` CHECK(processing_state NOT IN ('failed_stt', 'failed_analysis') OR (failed_stage IS NOT NULL AND error_class IS NOT NULL)),
	CONSTRAINT `ck_calls_duration` CHECK(duration_seconds >= 0),
	INDEX `ix_calls_due` (`stage`,`call_starttime`,`next_attempt_at`),
	INDEX `ix_calls_lease` (`lease_until`),
	INDEX `ix_calls_dead` (`failed_stage`,`dead_lettered_at`),
	INDEX `ix_calls_list` (`bid`,`call_starttime`,`id`),
	INDEX `ix_calls_state` (`bid`,`processing_state`,`call_starttime`,`id`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `campaigns` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`bid` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`source_campaign_id` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`name` varchar(255) NOT NULL,
	`vertical` varchar(32) NOT NULL DEFAULT 'general',
	`inference_source` enum('regex','manual','unknown') NOT NULL DEFAULT 'unknown',
	`is_verified` boolean NOT NULL DEFAULT false,
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `campaigns_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_campaigns_source` UNIQUE(`bid`,`source_campaign_id`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `pcaa_pipeline_metrics` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`bid` varchar(20) character set ascii collate ascii_bin,
	`metric` varchar(100) NOT NULL,
	`label` varchar(100) NOT NULL DEFAULT '',
	`value` double NOT NULL,
	`recorded_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `pcaa_pipeline_metrics_id` PRIMARY KEY(`id`),
	INDEX `ix_pipeline_metrics_series` (`metric`,`bid`,`recorded_at`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `pcaa_processing_log` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`bid` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`callid` varchar(100) character set ascii collate ascii_bin,
	`stage` enum('received','securing','transcribing','analyzing','notified','archived','replayed','activated','deactivated') NOT NULL,
	`status` enum('started','success','failed') NOT NULL,
	`worker_id` varchar(100) NOT NULL,
	`duration_ms` int,
	`error_message` text,
	`attempt` int NOT NULL DEFAULT 1,
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `pcaa_processing_log_id` PRIMARY KEY(`id`),
	INDEX `ix_processing_log_call` (`bid`,`callid`,`id`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `audit_log` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`actor` varchar(255) NOT NULL,
	`action` varchar(100) NOT NULL,
	`bid` varchar(20) character set ascii collate ascii_bin,
	`object` varchar(255) NOT NULL,
	`details` json NOT NULL,
	`ip` varchar(45),
	`request_id` varchar(100),
	`previous_hash` char(64) NOT NULL,
	`hash` char(64) NOT NULL,
	`created_at` datetime(3) NOT NULL,
	CONSTRAINT `audit_log_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_audit_log_chain` UNIQUE(`previous_hash`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `dead_letters` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`message_id` varchar(100) NOT NULL,
	`stage` enum('transcribe','recognize','analyze','notify','archive') NOT NULL,
	`bid` varchar(20) character set ascii collate ascii_bin,
	`callid` varchar(100) character set ascii collate ascii_bin,
	`failure` enum('permanent','exhausted','unreadable') NOT NULL,
	`error_class` varchar(100) NOT NULL,
	`error_message` varchar(2000) NOT NULL,
	`attempts` int NOT NULL,
	`first_failed_at` datetime(3) NOT NULL,
	`last_failed_at` datetime(3) NOT NULL,
	`message` json NOT NULL,
	`status` enum('open','replayed','dropped') NOT NULL DEFAULT 'open',
	`resolved_by` varchar(100),
	`resolved_reason` varchar(500),
	`resolved_at` datetime(3),
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `dead_letters_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_dead_letters_message` UNIQUE(`message_id`),
	INDEX `ix_dead_letters_open` (`status`,`id`),
	INDEX `ix_dead_letters_call` (`bid`,`callid`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `pcaa_notifications` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`bid` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`callid` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`notification_type` enum('agent_report') NOT NULL,
	`channel` enum('email') NOT NULL,
	`recipient` varchar(255) NOT NULL,
	`status` enum('sending','sent','failed','uncertain') NOT NULL,
	`message_id` varchar(255) NOT NULL,
	`response` varchar(500),
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	`updated_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `pcaa_notifications_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_notifications_once` UNIQUE(`bid`,`callid`,`notification_type`,`channel`,`recipient`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `sys_logs` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`source` varchar(50) NOT NULL,
	`level` enum('info','warn','error') NOT NULL,
	`message` text NOT NULL,
	`details` json,
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `sys_logs_id` PRIMARY KEY(`id`),
	INDEX `ix_sys_logs_age` (`created_at`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `users` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`email` varchar(255) NOT NULL,
	`name` varchar(255) NOT NULL,
	`password_hash` varchar(255) NOT NULL,
	`role` enum('admin','ops','supervisor','reviewer','agent') NOT NULL,
	`bid` varchar(20) character set ascii collate ascii_bin,
	`active` boolean NOT NULL DEFAULT true,
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	`last_login_at` datetime(3),
	CONSTRAINT `users_id` PRIMARY KEY(`id`),
	CONSTRAINT `uq_users_email` UNIQUE(`email`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `pcaa_webhook_log` (
	`id` bigint unsigned AUTO_INCREMENT NOT NULL,
	`bid` varchar(20) character set ascii collate ascii_bin,
	`event_type` varchar(50) NOT NULL,
	`callid` varchar(100) character set ascii collate ascii_bin,
	`payload` json,
	`body_sha256` char(64),
	`signature_valid` boolean NOT NULL,
	`queued` boolean NOT NULL,
	`skip_reason` varchar(100),
	`status_code` smallint NOT NULL,
	`received_at` datetime(3) NOT NULL,
	CONSTRAINT `pcaa_webhook_log_id` PRIMARY KEY(`id`),
	INDEX `ix_webhook_log_call` (`bid`,`callid`),
	INDEX `ix_webhook_log_age` (`received_at`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `bant_analysis` (
	`bid` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`callid` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`need_status` enum('identified','likely','not_discussed') NOT NULL,
	`authority_status` enum('identified','likely','not_discussed') NOT NULL,
	`budget_status` enum('identified','likely','not_discussed') NOT NULL,
	`timeline_status` enum('identified','likely','not_discussed') NOT NULL,
	`findings` json NOT NULL,
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `bant_analysis_bid_callid_pk` PRIMARY KEY(`bid`,`callid`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `call_analytics` (
	`bid` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`callid` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`quality_score` decimal(5,2),
	`verdict` enum('flagged','safe') NOT NULL,
	`vertical` varchar(32) NOT NULL,
	`parameters` json NOT NULL,
	`summary` text NOT NULL,
	`coaching_suggestions` json NOT NULL,
	`qa_flags` json NOT NULL,
	`dropped_claims` int NOT NULL,
	`judge` varchar(32) NOT NULL,
	`judge_model` varchar(100) NOT NULL,
	`qa_version` varchar(50) NOT NULL,
	`input_tokens` int NOT NULL,
	`output_tokens` int NOT NULL,
	`cost_usd` decimal(12,6) NOT NULL,
	`notified_at` datetime(3),
	`archived` boolean NOT NULL DEFAULT false,
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `call_analytics_bid_callid_pk` PRIMARY KEY(`bid`,`callid`)
);
--> statement-breakpoint
CREATE TABLE IF NOT EXISTS `transcripts` (
	`bid` varchar(20) character set ascii collate ascii_bin NOT NULL,
	`callid` varchar(100) character set ascii collate ascii_bin NOT NULL,
	`transcript` mediumtext NOT NULL,
	`speaker_segments` json NOT NULL,
	`language` varchar(16),
	`stt_provider` varchar(32) NOT NULL,
	`model` varchar(100) NOT NULL,
	`audio_seconds` decimal(10,3) NOT NULL,
	`processing_meta` json NOT NULL,
	`created_at` datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3),
	CONSTRAINT `transcripts_bid_callid_pk` PRIMARY KEY(`bid`,`callid`)
);
