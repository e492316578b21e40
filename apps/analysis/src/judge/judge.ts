import type { Analysis, Transcript, Vertical } from '@callscript/contracts';

/** One line of a business's scorecard. Its `key` chooses how it is judged, its `weight` how much it counts. */
export interface QualityParameter {
  key: string;
  name: string;
  maxScore: number;
  weight: number;
  description: string;
}

export interface JudgeInput {
  transcript: Transcript;
  durationSeconds: number;
  /** `general` when unknown. */
  vertical: Vertical;
  parameters: QualityParameter[];
  agentName: string | null;
  businessName: string | null;
  direction: 'inbound' | 'outbound' | null;
}

export interface JudgeResult {
  analysis: Analysis;
  judge: 'rules' | 'bedrock';
  model: string;
  /** Stored as `qa_version`: changes whenever the same call could be judged differently. */
  version: string;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
  /** Flags and scores left out because the words they rest on are not in the transcript. */
  droppedClaims: number;
}

export interface Judge {
  /** @throws {JudgeError} */
  judge(input: JudgeInput, options: { signal: AbortSignal }): Promise<JudgeResult>;
}

export type JudgeFailure = 'retryable' | 'permanent' | 'throttled';

export type JudgeErrorCode =
  | 'aborted'
  | 'access_denied'
  | 'answer_filtered'
  | 'answer_malformed'
  | 'answer_truncated'
  | 'quota_exceeded'
  | 'request_refused'
  | 'throttled'
  | 'timeout'
  | 'unavailable';

interface JudgeErrorOptions extends ErrorOptions {
  retryAfterMs?: number;
}

export class JudgeError extends Error {
  override readonly name = 'JudgeError';
  readonly code: JudgeErrorCode;
  readonly failure: JudgeFailure;
  readonly retryAfterMs: number | undefined;

  constructor(code: JudgeErrorCode, failure: JudgeFailure, message: string, options: JudgeErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.failure = failure;
    this.retryAfterMs = options.retryAfterMs;
  }
}
