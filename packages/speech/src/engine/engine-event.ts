import type { RecognizerDevice } from '../recognition/open-graph.ts';

/** What the engine tells while it works, for logs and metrics. */
export type EngineEvent =
  | {
      readonly kind: 'started';
      readonly pid: number;
      readonly device: RecognizerDevice;
      /** Why `auto` is the CPU. */
      readonly deviceNote: string | undefined;
    }
  /** The process is gone: another is started, after a while if it happens again and again. */
  | { readonly kind: 'ended'; readonly pid: number; readonly reason: string }
  /** Another process could not be started either; that is tried again. */
  | { readonly kind: 'start_failed'; readonly reason: string }
  /** A call is done. */
  | {
      readonly kind: 'recognized';
      readonly audioSeconds: number;
      readonly computeMs: number;
      readonly encoderMs: number;
      readonly diarizationMs: number;
    }
  /** Chunks of one or more calls went through the encoder together; `waitMs` is the longest that one of them waited. */
  | {
      readonly kind: 'batch';
      readonly chunks: number;
      readonly waitMs: number;
      readonly computeMs: number;
      readonly audioSeconds: number;
    }
  /** Memory was short: from now on a batch has at most so many chunks. */
  | { readonly kind: 'batch_halved'; readonly maxRows: number; readonly reason: string }
  /** A lane's thread is gone and another took its place. */
  | { readonly kind: 'lane_ended'; readonly lane: number; readonly reason: string };
