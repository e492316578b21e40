/** The life of a call, in the order of its happy path; the last three are other ends. */
export const processingStates = [
  'received',
  'queued',
  'transcribing',
  'transcribed',
  'analyzing',
  'analyzed',
  'notified',
  'archived',
  'failed_stt',
  'failed_analysis',
  'skipped',
] as const;
export type ProcessingState = (typeof processingStates)[number];

/** The stages of the pipeline. Each has a queue `call.<stage>` and dead letters in `call.<stage>.failed`. */
export const stages = ['transcribe', 'recognize', 'analyze', 'notify', 'archive'] as const;
export type Stage = (typeof stages)[number];

/** How often a stage is tried before the call fails. */
export const maxAttempts = 3;

/** What the processing log says of a call: the plan's words for each step. */
export const logStages = [
  'received',
  'securing',
  'transcribing',
  'analyzing',
  'notified',
  'archived',
  'replayed',
  'activated',
  'deactivated',
] as const;
export type LogStage = (typeof logStages)[number];

export const logStatuses = ['started', 'success', 'failed'] as const;
export type LogStatus = (typeof logStatuses)[number];

export const verticals = [
  'general',
  'aca',
  'medicare',
  'auto_insurance',
  'home_services',
  'solar',
  'debt',
  'collections',
] as const;
export type Vertical = (typeof verticals)[number];

export const businessTypes = ['presales', 'support', 'collections'] as const;
export type BusinessType = (typeof businessTypes)[number];

export const subscriptionStatuses = ['active', 'suspended', 'cancelled'] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];
