import path from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { ModelError } from './model-error.ts';

/**
 * Loads a graph by its path, so that weights kept in a file beside it are found.
 *
 * @throws {ModelError} `model_file_invalid` with what the runtime says.
 */
export async function openGraph(filePath: string, intraOpThreads: number): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(filePath, {
      intraOpNumThreads: intraOpThreads,
      interOpNumThreads: 1,
      // Idle threads that spin would take the cores from the decoder and from other processes.
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ModelError('model_file_invalid', `${path.basename(filePath)} cannot be loaded: ${reason}`, {
      cause: error,
    });
  }
}
