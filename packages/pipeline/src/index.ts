export { backoffMs } from './backoff.ts';
export { classifyFailure, StageError, type Failure } from './failure.ts';
export { buildPermit } from './permits.ts';
export type { Logger, StageEvents } from './ports.ts';
export { replayDeadLetter, type ReplayOutcome } from './replay.ts';
export { startStageRunner, type RunnerOptions } from './runner.ts';
export { stageRules } from './stage-rules.ts';
export type { StageHandler, WorkContext } from './stage.ts';
export { publishOwedDeadLetters, reissueLostPermits, returnExpiredClaims, type SweepDeps } from './sweep.ts';
