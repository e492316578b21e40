import type { LogStage, ProcessingState, Stage } from '@callscript/contracts';

/** How a stage moves a call through the states of the plan. Undefined leaves the state as it is. */
export interface StageRules {
  /** While the stage works. */
  working: ProcessingState | undefined;
  /** When another try is due. */
  due: ProcessingState | undefined;
  /** When the stage has failed for good. */
  failed: ProcessingState | undefined;
  /** The stage's name in the processing log. */
  log: LogStage;
}

/**
 * Fetching has no state of its own in the plan: intake works on a `queued` call by its lease alone. A notification or an
 * archive that fails leaves the call where it was, with its dead letter.
 */
export const stageRules = {
  transcribe: { working: 'queued', due: 'queued', failed: 'failed_stt', log: 'securing' },
  recognize: { working: 'transcribing', due: 'queued', failed: 'failed_stt', log: 'transcribing' },
  analyze: { working: 'analyzing', due: 'transcribed', failed: 'failed_analysis', log: 'analyzing' },
  notify: { working: undefined, due: undefined, failed: undefined, log: 'notified' },
  archive: { working: undefined, due: undefined, failed: undefined, log: 'archived' },
} as const satisfies Record<Stage, StageRules>;
