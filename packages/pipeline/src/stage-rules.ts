import type { LogStage, ProcessingState, Stage } from '@callscript/contracts';
import type { CallRow } from '@callscript/db';

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
 * Fetching has no state of its own in the plan: intake fetches for a `queued` call by its lease alone. A notification or an
 * archive that fails leaves the call where it was, with its dead letter.
 */
export const stageRules = {
  transcribe: { working: 'queued', due: 'queued', failed: 'failed_stt', log: 'securing' },
  recognize: { working: 'transcribing', due: 'queued', failed: 'failed_stt', log: 'transcribing' },
  analyze: { working: 'analyzing', due: 'transcribed', failed: 'failed_analysis', log: 'analyzing' },
  notify: { working: undefined, due: undefined, failed: undefined, log: 'notified' },
  archive: { working: undefined, due: undefined, failed: undefined, log: 'archived' },
} as const satisfies Record<Stage, StageRules>;

/** With its recording in the vault a call is intake's again where a hosted provider recognises it. */
const hostedRules: StageRules = { ...stageRules.transcribe, working: 'transcribing', log: 'transcribing' };

/** How a stage works on this call. */
export function rulesFor(stage: Stage, { storage_path }: Pick<CallRow, 'storage_path'>): StageRules {
  return stage === 'transcribe' && storage_path !== null ? hostedRules : stageRules[stage];
}
