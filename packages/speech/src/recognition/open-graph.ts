import path from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { ModelError } from './model-error.ts';

export type RecognizerDevice = 'cpu' | 'cuda';

export interface GraphOptions {
  readonly device: RecognizerDevice;
  readonly intraOpThreads: number;
}

/** What onnxruntime says when the file of a graph's external weights is not there. */
const missingWeights = /External data path does not exist: "(.+)"/;

/**
 * Loads a graph by its path, so that weights kept in a file beside it are found.
 *
 * @throws {ModelError} `model_file_missing` when that file is not there; otherwise with what the runtime says:
 * `device_unusable` when it refuses the graph on CUDA, for whatever reason, and `model_file_invalid` on the CPU.
 */
export async function openGraph(filePath: string, { device, intraOpThreads }: GraphOptions): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(filePath, {
      executionProviders: [device],
      intraOpNumThreads: intraOpThreads,
      interOpNumThreads: 1,
      // Idle threads that spin would take the cores from the decoder and from other processes.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
  } catch (error) {
    const file = path.basename(filePath);
    const reason = error instanceof Error ? error.message : String(error);
    const [, weights] = missingWeights.exec(reason) ?? [];
    if (weights !== undefined) {
      throw new ModelError(
        'model_file_missing',
        `${file} keeps its weights in ${path.basename(weights)}, which is not beside it.`,
        { cause: error },
      );
    }
    throw device === 'cuda'
      ? new ModelError('device_unusable', `${file} cannot be loaded on CUDA: ${reason}`, { cause: error })
      : new ModelError('model_file_invalid', `${file} cannot be loaded: ${reason}`, { cause: error });
  }
}

/** Runs a graph for the first time. @throws {ModelError} `model_contract_mismatch` when it takes other inputs than it is given. */
export async function tryGraph<Result>(file: string, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelError('model_contract_mismatch', `${file} fails when it is tried out: ${reason}`, { cause: error });
  }
}
