import path from 'node:path';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { checkTensors } from './graph-contract.ts';
import type { MelFeatures } from '../features/mel.ts';
import { openGraph, type GraphOptions } from './open-graph.ts';
import type { EncodedFrames } from './tdt-decoder.ts';

/** `encoder-model.onnx`, one utterance at a time. */
export class EncoderSession implements AsyncDisposable {
  readonly #session: InferenceSession;

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  /**
   * `frameWidth` is what the decoder reads.
   *
   * @throws {ModelError} when the graph cannot be loaded or has other tensors or sizes.
   */
  static async load(
    filePath: string,
    sizes: { featureCount: number; frameWidth: number },
    options: GraphOptions,
  ): Promise<EncoderSession> {
    const file = path.basename(filePath);
    const session = await openGraph(filePath, options);
    checkTensors(file, session.inputMetadata, [
      { name: 'audio_signal', types: ['float32'], shape: [1, sizes.featureCount, undefined] },
      { name: 'length', types: ['int64'], shape: [1] },
    ]);
    checkTensors(file, session.outputMetadata, [
      { name: 'outputs', types: ['float32'], shape: [1, sizes.frameWidth, undefined] },
      { name: 'encoded_lengths', types: ['int64'], shape: [1] },
    ]);
    return new EncoderSession(session);
  }

  async encode(features: MelFeatures): Promise<EncodedFrames> {
    const { data, melCount, frameCount, validFrameCount } = features;
    const results = await this.#session.run({
      audio_signal: new Tensor('float32', data, [1, melCount, frameCount]),
      length: new Tensor('int64', BigInt64Array.of(BigInt(validFrameCount)), [1]),
    });
    const [, width, totalFrames] = results.outputs.dims;
    const [encodedLength] = results.encoded_lengths.data as BigInt64Array;
    return transpose(results.outputs.data as Float32Array, width, totalFrames, Number(encodedLength));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release();
  }
}

/** [width x totalFrames] to [frameCount x width]: the decoder reads whole frames. */
function transpose(columns: Float32Array, width: number, totalFrames: number, frameCount: number): EncodedFrames {
  const data = new Float32Array(frameCount * width);
  for (let d = 0; d < width; d++) {
    for (let t = 0; t < frameCount; t++) data[t * width + d] = columns[d * totalFrames + t];
  }
  return { data, width, frameCount };
}
