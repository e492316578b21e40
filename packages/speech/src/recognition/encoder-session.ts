import path from 'node:path';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { MelFeatures } from '../features/mel.ts';
import type { EncodedChunk, Encoder } from './encoder.ts';
import { checkTensors, getType } from './graph-contract.ts';
import { createFloatTensor, floatTypes, readFloats, type FloatType } from './graph-tensors.ts';
import { ModelError } from './model-error.ts';
import { openGraph, tryGraph, type GraphOptions } from './open-graph.ts';

/** What every run of a session looks like: so many chunks, each padded to so many feature frames (10 ms). */
export interface BatchShape {
  readonly batch: number;
  readonly frames: number;
}

export interface EncoderOptions extends GraphOptions {
  /**
   * For a GPU, which tunes itself to one shape. Absent, each chunk runs alone at its own length: on a CPU batches gain
   * nothing that padding does not lose, and dynamic int8 scales would mix the chunks of a batch.
   */
  readonly fixedShape?: BatchShape | undefined;
}

export interface EncoderSizes {
  readonly featureCount: number;
  /** What the decoder reads, when it is at hand. */
  readonly frameWidth?: number | undefined;
}

/** Feature frames of the run that tries a graph out where no shape is fixed: two encoder frames. */
const trialFrames = 16;

/** `encoder-model.onnx`. Inference blocks the calling thread. */
export class EncoderSession implements Encoder, AsyncDisposable {
  readonly #session: InferenceSession;
  readonly #inputType: FloatType;
  readonly #fixedShape: BatchShape | undefined;

  private constructor(session: InferenceSession, inputType: FloatType, fixedShape: BatchShape | undefined) {
    this.#session = session;
    this.#inputType = inputType;
    this.#fixedShape = fixedShape;
  }

  /** @throws {ModelError} when the graph cannot be loaded or has other tensors or sizes. */
  static async load(filePath: string, sizes: EncoderSizes, options: EncoderOptions): Promise<EncoderSession> {
    const file = path.basename(filePath);
    const { batch, frames } = options.fixedShape ?? { batch: 1, frames: undefined };
    await using opened = new AsyncDisposableStack();
    const session = await openGraph(filePath, options);
    opened.defer(() => session.release());
    const inputs = checkTensors(file, session.inputMetadata, [
      { name: 'audio_signal', types: floatTypes, shape: [batch, sizes.featureCount, frames] },
      { name: 'length', types: ['int64'], shape: [batch] },
    ]);
    checkTensors(file, session.outputMetadata, [
      { name: 'outputs', types: floatTypes, shape: [batch, sizes.frameWidth, undefined] },
      { name: 'encoded_lengths', types: ['int64'], shape: [batch] },
    ]);
    const encoder = new EncoderSession(session, getType(inputs, 'audio_signal', floatTypes), options.fixedShape);
    await encoder.#tryOut(file, sizes);
    opened.move();
    return encoder;
  }

  /** @throws {RangeError} when a chunk is longer than the fixed shape. */
  async encode(features: readonly MelFeatures[]): Promise<EncodedChunk[]> {
    const batch = this.#fixedShape?.batch ?? 1;
    const encoded: EncodedChunk[] = [];
    for (let start = 0; start < features.length; start += batch) {
      const chunks = features.slice(start, start + batch);
      encoded.push(...(await this.encodeBatch(chunks, this.#fixedShape ?? { batch, frames: chunks[0].frameCount })));
    }
    return encoded;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release();
  }

  /**
   * One run of the graph; rows without a chunk give nothing.
   *
   * @throws {RangeError} when a chunk is longer than the shape.
   */
  async encodeBatch(chunks: readonly MelFeatures[], { batch, frames }: BatchShape): Promise<EncodedChunk[]> {
    const lengths = BigInt64Array.from({ length: batch }, (_, row) =>
      BigInt((chunks[row] ?? chunks[0]).validFrameCount),
    );
    const results = await this.#session.run(
      {
        audio_signal: createFloatTensor(this.#inputType, padRows(chunks, batch, frames), [
          batch,
          chunks[0].melCount,
          frames,
        ]),
        length: new Tensor('int64', lengths, [batch]),
      },
      ['outputs', 'encoded_lengths'],
    );
    const [, width, totalFrames] = results.outputs.dims;
    const columns = readFloats(results.outputs);
    const encodedLengths = results.encoded_lengths.data as BigInt64Array;
    return chunks.map((_, row) => {
      const ownColumns = columns.subarray(row * width * totalFrames, (row + 1) * width * totalFrames);
      return transpose(ownColumns, width, totalFrames, Number(encodedLengths[row]));
    });
  }

  /** One run, because exports may leave sizes open in their metadata. On a GPU it is the warm-up as well. */
  async #tryOut(file: string, { featureCount, frameWidth }: EncoderSizes): Promise<void> {
    const frameCount = this.#fixedShape?.frames ?? trialFrames;
    const data = new Float32Array(featureCount * frameCount);
    const [{ width }] = await tryGraph(file, () =>
      this.encode([{ data, melCount: featureCount, frameCount, validFrameCount: frameCount }]),
    );
    if (frameWidth === undefined || width === frameWidth) return;
    throw new ModelError(
      'model_contract_mismatch',
      `${file} gives frames of ${width} numbers, but the decoder reads ${frameWidth}.`,
    );
  }
}

/** [batch x melCount x frames] with zeros after each chunk; rows without a chunk repeat the first, a length all graphs take. */
function padRows(chunks: readonly MelFeatures[], batch: number, frames: number): Float32Array {
  const [{ data, melCount, frameCount }] = chunks;
  if (batch === 1 && frameCount === frames) return data;
  const padded = new Float32Array(batch * melCount * frames);
  for (let row = 0; row < batch; row++) {
    copyRows(chunks[row] ?? chunks[0], padded.subarray(row * melCount * frames), frames);
  }
  return padded;
}

function copyRows({ data, melCount, frameCount, validFrameCount }: MelFeatures, target: Float32Array, frames: number) {
  if (validFrameCount > frames) {
    throw new RangeError(`A chunk of ${validFrameCount} feature frames is longer than the batch's ${frames}.`);
  }
  for (let m = 0; m < melCount; m++) {
    target.set(data.subarray(m * frameCount, m * frameCount + validFrameCount), m * frames);
  }
}

/** [width x totalFrames] to [frameCount x width]: the decoder reads whole frames. */
function transpose(columns: Float32Array, width: number, totalFrames: number, frameCount: number): EncodedChunk {
  const frames = new Float32Array(frameCount * width);
  for (let d = 0; d < width; d++) {
    for (let t = 0; t < frameCount; t++) frames[t * width + d] = columns[d * totalFrames + t];
  }
  return { frames, width, frameCount };
}
