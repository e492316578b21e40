import type { ModelPrecision } from '../../recognition/model-files.ts';
import type { RecognizerDevice } from '../../recognition/open-graph.ts';
import { maxChunkSeconds } from '../../long-calls/chunks.ts';
import { estimateBatchBytes } from './batch-memory.ts';

export interface BatchRules {
  /** What the activations of a batch may take, by estimate. */
  readonly memoryBytes: number;
  readonly maxRows: number;
  /** Every batch has `maxRows` rows of so many feature frames. */
  readonly fixedFrames?: number | undefined;
  /** How long a chunk may wait for others to fill its batch. */
  readonly patienceMs: number;
}

const featureFramesPerSecond = 100;

/**
 * About 20 s of audio. On a CPU the weights are read once for all of a batch, and what outgrows the caches loses that again:
 * measured with three layers of Parakeet's sizes on one thread, in processor time for a chunk, chunks of 3 s take 13 to
 * 21 % less in batches of 2 to 8, of 5.5 s 8 to 3 % less, of 10 s 5 % less in twos, and of 20 s 4 % more.
 */
const defaultCpuBytes = 256 * 2 ** 20;
/** Ten chunks of 30 s. */
const defaultCudaBytes = 4 * 2 ** 30;
const maxRows = 64;
const cudaPatienceMs = 50;

/** How batches are made where the encoder runs. */
export function chooseBatchRules(
  device: RecognizerDevice,
  precision: ModelPrecision,
  memoryBytes: number | undefined,
): BatchRules {
  if (device === 'cuda') {
    // CUDA tunes itself anew for each new shape, and forgets the one before: there is one shape.
    const fixedFrames = maxChunkSeconds * featureFramesPerSecond;
    const bytes = memoryBytes ?? defaultCudaBytes;
    const rows = Math.floor(bytes / estimateBatchBytes(1, fixedFrames));
    const fitting = Math.min(Math.max(rows, 1), maxRows);
    return { memoryBytes: bytes, maxRows: fitting, fixedFrames, patienceMs: cudaPatienceMs };
  }
  // Dynamic int8 takes one scale for the whole of a batch: a chunk's words would depend on the chunks beside it.
  const rows = precision === 'int8' ? 1 : maxRows;
  return { memoryBytes: memoryBytes ?? defaultCpuBytes, maxRows: rows, patienceMs: 0 };
}
