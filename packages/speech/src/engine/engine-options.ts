import type { RecognizedCall } from '@callscript/contracts';
import type { ModelPrecision } from '../recognition/model-files.ts';
import type { RecognizerDevice } from '../recognition/open-graph.ts';

export interface EngineOptions {
  readonly modelDirectory: string;
  /** Without it, the voices of a mix are not told apart. */
  readonly diarizationDirectory?: string | undefined;
  readonly precision: ModelPrecision;
  /** Where the big graphs run; `auto` is CUDA where that works, otherwise the CPU. */
  readonly device: RecognizerDevice | 'auto';
  /** Threads of the big graphs; each lane has one of its own for everything else. */
  readonly intraOpThreads: number;
  /** Calls worked on side by side. */
  readonly lanes: number;
  /** What the activations of one batch may take. */
  readonly batchMemoryBytes?: number | undefined;
  /** The program, when it is not `ffmpeg` on the path. */
  readonly ffmpeg?: string | undefined;
  /** Where decoded samples lie while a call is worked on; the system's folder when absent. */
  readonly temporaryDirectory?: string | undefined;
}

export interface EngineRequest {
  readonly file: string;
  /** A longer recording is refused. */
  readonly maxSeconds?: number | undefined;
  /** How many people speak, where somebody knows. */
  readonly speakers?: number | undefined;
}

export interface EngineResult {
  readonly call: RecognizedCall;
  readonly meta: EngineMeta;
}

/** How a call was recognised. */
export interface EngineMeta {
  readonly device: RecognizerDevice;
  readonly precision: ModelPrecision;
  readonly container: string;
  readonly codec: string;
  /** The file ends before its header says it does. */
  readonly truncated: boolean;
  readonly channels: 1 | 2;
  /** From the lane's first to its last look at the call. */
  readonly computeMs: number;
  /** The call's share of the batches its chunks were in: GPU time on CUDA. */
  readonly encoderMs: number;
  /** The same for the models that tell voices apart. */
  readonly diarizationMs: number;
  readonly lane: number;
  /** Chunks to a batch, averaged over the call's chunks. */
  readonly batchMean: number;
}
