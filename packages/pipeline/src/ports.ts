/** The logger that every part of the runtime is given; pino's has this shape. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** `passed_on`: the next provider has its turn. */
type StageOutcome = 'success' | 'retry' | 'passed_on' | 'failed' | 'lease_lost';

/** Counted by whoever runs the stage; nothing in the runtime depends on it. */
export interface StageEvents {
  sparePermit(stage: string): void;
  finished(stage: string, outcome: StageOutcome, durationMs: number): void;
}
