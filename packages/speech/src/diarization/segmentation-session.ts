import path from 'node:path';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { checkTensors } from '../recognition/graph-contract.ts';
import { ModelError } from '../recognition/model-error.ts';
import { openGraph, type GraphOptions } from '../recognition/open-graph.ts';
import { fitBatch, planBatches, type BatchOptions } from './batches.ts';
import { framesPerWindow, windowSamples } from './frames.ts';
import type { SegmentationModel } from './models.ts';
import { decodePowerset, powersetClasses } from './powerset.ts';

/** How published exports of pyannote's segmentation-3.0 name input and output. */
const knownNames = [
  { input: 'x', output: 'y' },
  { input: 'input_values', output: 'logits' },
];

/** `segmentation.onnx` in the contract of pyannote's segmentation-3.0. */
export class SegmentationSession implements SegmentationModel, AsyncDisposable {
  readonly #file: string;
  readonly #session: InferenceSession;
  readonly #batch: BatchOptions;

  private constructor(file: string, session: InferenceSession, batch: BatchOptions) {
    this.#file = file;
    this.#session = session;
    this.#batch = batch;
  }

  /** @throws {ModelError} when the graph cannot be loaded or has other tensors or shapes. */
  static async load(filePath: string, batch: BatchOptions, options: GraphOptions): Promise<SegmentationSession> {
    const file = path.basename(filePath);
    const session = await openGraph(filePath, options);
    const names = knownNames.find(({ input }) => session.inputNames.includes(input)) ?? knownNames[0];
    const inputs = checkTensors(file, session.inputMetadata, [
      { name: names.input, types: ['float32'], shape: [undefined, 1, windowSamples] },
    ]);
    checkTensors(file, session.outputMetadata, [
      { name: names.output, types: ['float32'], shape: [undefined, framesPerWindow, powersetClasses] },
    ]);
    return new SegmentationSession(file, session, fitBatch(inputs.get(names.input)?.shape[0], batch));
  }

  async segment(windows: readonly Float32Array[]): Promise<Uint8Array[]> {
    const activities: Uint8Array[] = [];
    for (const { items, rows } of planBatches(windows, this.#batch)) {
      activities.push(...(await this.#segmentBatch(items, rows)));
    }
    return activities;
  }

  async #segmentBatch(windows: readonly Float32Array[], rows: number): Promise<Uint8Array[]> {
    const samples = new Float32Array(rows * windowSamples);
    windows.forEach((window, row) => samples.set(window, row * windowSamples));
    const [input] = this.#session.inputNames;
    const [output] = this.#session.outputNames;
    const results = await this.#session.run({ [input]: new Tensor('float32', samples, [rows, 1, windowSamples]) });
    const scores = results[output].data as Float32Array;
    const size = framesPerWindow * powersetClasses;
    if (scores.length !== rows * size) {
      const shape = results[output].dims.join(', ');
      throw new ModelError(
        'model_contract_mismatch',
        `${this.#file} gives scores of shape [${shape}] for ${rows} windows.`,
      );
    }
    return windows.map((_, row) => decodePowerset(scores.subarray(row * size, (row + 1) * size)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release();
  }
}
