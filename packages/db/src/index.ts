export { createDatabase, type Database, type Db, type Executor, type Transaction } from './client.ts';
export { inBatches } from './in-batches.ts';
export { migrateDatabase } from './migrate.ts';
export { openRawTranscript, sealRawTranscript } from './raw-transcript.ts';
export { createSecretBox, SecretBoxError, type SecretBox } from './secret-box.ts';
export { driverError, inTransaction, isDatabaseAway, isDuplicateKey } from './transaction.ts';

export { acceptCalls, type CallArrival } from './repositories/accept-calls.ts';
export { findManifest, saveManifest } from './repositories/archive.ts';
export { appendAudit, type AuditEntry } from './repositories/audit-log.ts';
export {
  BusinessNotProvisionedError,
  findAgentProfile,
  findJudgeChoice,
  findPipelineConfig,
  getBusiness,
  getPipelineConfig,
  listBusinesses,
  listNotificationRules,
  listQualityParameters,
  updatePipelineConfig,
} from './repositories/business-config.ts';
export {
  claimCall,
  hasFailedFor,
  LeaseLostError,
  listOwedDeadLetters,
  lockExpiredClaims,
  markDeadLettered,
  renewLease,
  reviveCall,
  settleFailure,
  settleRelease,
  settleRetry,
  settleSuccess,
  type Claim,
  type ClaimOptions,
  type FailureRecord,
  type Transition,
} from './repositories/call-claims.ts';
export {
  appendProcessingLog,
  countCallsByState,
  countDueCalls,
  findCall,
  listCalls,
  listDueCalls,
  listHistory,
  markArchiveDue,
  queueReceivedCalls,
  type CallCursor,
  type CallFilter,
} from './repositories/calls.ts';
export {
  fileDeadLetter,
  findDeadLetter,
  listDeadLetters,
  lockDeadLetter,
  resolveDeadLetter,
  type DeadLetterStatus,
} from './repositories/dead-letters.ts';
export { allowResend, beginSending, endSending, type NotificationKey } from './repositories/notifications.ts';
export { provisionBusiness } from './repositories/provisioning.ts';
export { lockCall, makeDueAgain } from './repositories/rerun-calls.ts';
export {
  clearHotTier,
  describeRecognition,
  findAnalysis,
  findTranscript,
  markNotified,
  saveAnalysis,
  saveTranscript,
  updateSpeakers,
  type AnalysisProvenance,
} from './repositories/results.ts';
export {
  applyActivation,
  applyDeactivation,
  findAdmission,
  type Admission,
  type BillingOutcome,
} from './repositories/subscriptions.ts';
export { findSttJob, forgetSttJob, forgetSttJobs, saveSttJob, type SttJob } from './repositories/stt-jobs.ts';
export { appendSysLog, pruneSysLogs } from './repositories/sys-logs.ts';
export { findUserByEmail, noteLogin, saveUser } from './repositories/users.ts';
export { appendWebhookLog, pruneWebhookLog } from './repositories/webhook-log.ts';

export type { BusinessPipelineConfigRow, SubscriptionRow } from './schema/businesses.ts';
export type { CallRow, NewCallRow, NewProcessingLogRow } from './schema/calls.ts';
export type { DeadLetterRow, NewWebhookLogRow, UserRow } from './schema/operations.ts';
export type { CallAnalyticsRow, NewTranscriptRow, TranscriptRow } from './schema/results.ts';
