import { RecordingError } from './recording-error.ts';

export interface TransferLimits {
  totalTimeoutMs: number;
  /** Measured over each window of `rateWindowMs`, from the first byte of the body on. */
  minBytesPerSecond: number;
  rateWindowMs: number;
}

export interface TransferWatch extends Disposable {
  /** Aborts with the caller's reason, or with the RecordingError that says which limit was passed. */
  signal: AbortSignal;
  expectBody(): void;
  count(bytes: number): void;
}

/** Bounds one transfer in time and from below in speed, until it is disposed. */
export function watchTransfer(limits: TransferLimits, callerSignal: AbortSignal): TransferWatch {
  const controller = new AbortController();
  const seconds = (ms: number) => Math.ceil(ms / 1000);
  const total = setTimeout(() => {
    controller.abort(
      new RecordingError('timeout', `the recording did not arrive within ${seconds(limits.totalTimeoutMs)} s`),
    );
  }, limits.totalTimeoutMs);
  let rate: NodeJS.Timeout | undefined;
  let windowBytes = 0;
  return {
    signal: AbortSignal.any([callerSignal, controller.signal]),
    expectBody() {
      rate = setInterval(() => {
        if (windowBytes < (limits.minBytesPerSecond * limits.rateWindowMs) / 1000) {
          controller.abort(
            new RecordingError(
              'too_slow',
              `the recording arrived slower than ${limits.minBytesPerSecond} bytes a second for ${seconds(limits.rateWindowMs)} s`,
            ),
          );
        }
        windowBytes = 0;
      }, limits.rateWindowMs);
    },
    count(bytes) {
      windowBytes += bytes;
    },
    [Symbol.dispose]() {
      clearTimeout(total);
      clearInterval(rate);
    },
  };
}
