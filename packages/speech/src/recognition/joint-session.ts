import path from 'node:path';
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { checkTensors, getFixedSize } from './graph-contract.ts';
import { ModelError } from './model-error.ts';
import { openGraph } from './open-graph.ts';
import type { JointNetwork, JointStep } from './tdt-decoder.ts';

/** The two tensors of the prediction network's LSTM; only this session looks inside. */
export interface LstmState {
  readonly hidden: Tensor;
  readonly cell: Tensor;
}

/** `decoder_joint-model.onnx`, one frame and one token at a time. Its sizes come from the graph. */
export class JointSession implements JointNetwork<LstmState>, AsyncDisposable {
  readonly frameWidth: number;
  readonly initialState: LstmState;
  readonly #session: InferenceSession;
  readonly #targetType: string;
  readonly #targetLength = new Tensor('int32', Int32Array.of(1), [1]);

  private constructor(session: InferenceSession, frameWidth: number, targetType: string, stateShape: number[]) {
    this.#session = session;
    this.frameWidth = frameWidth;
    this.#targetType = targetType;
    this.initialState = { hidden: createZeros(stateShape), cell: createZeros(stateShape) };
  }

  /** @throws {ModelError} when the graph cannot be loaded, has other tensors, or scores fewer tokens than there are. */
  static async load(filePath: string, vocabularySize: number): Promise<JointSession> {
    const file = path.basename(filePath);
    // A step is a few small matrix products on one row: more threads only wait for each other, and the copies to a GPU and
    // back would take longer than the step.
    const inference = await openGraph(filePath, { device: 'cpu', intraOpThreads: 1 });
    const inputs = checkTensors(file, inference.inputMetadata, [
      { name: 'encoder_outputs', types: ['float32'], shape: [1, undefined, 1] },
      { name: 'targets', types: ['int32', 'int64'], shape: [1, 1] },
      { name: 'target_length', types: ['int32'], shape: [1] },
      { name: 'input_states_1', types: ['float32'], shape: [undefined, 1, undefined] },
      { name: 'input_states_2', types: ['float32'], shape: [undefined, 1, undefined] },
    ]);
    checkTensors(file, inference.outputMetadata, [
      { name: 'outputs', types: ['float32'], shape: [1, 1, 1, undefined] },
      { name: 'output_states_1', types: ['float32'], shape: [undefined, 1, undefined] },
      { name: 'output_states_2', types: ['float32'], shape: [undefined, 1, undefined] },
    ]);
    const state = inputs.get('input_states_1');
    const session = new JointSession(
      inference,
      getFixedSize(file, 'encoder_outputs', inputs.get('encoder_outputs'), 1),
      inputs.get('targets')?.type ?? 'int32',
      [getFixedSize(file, 'input_states_1', state, 0), 1, getFixedSize(file, 'input_states_1', state, 2)],
    );
    await session.#checkOutputWidth(file, vocabularySize);
    return session;
  }

  async step(frame: Float32Array, token: number, state: LstmState): Promise<JointStep<LstmState>> {
    const results = await this.#session.run({
      encoder_outputs: new Tensor('float32', frame, [1, this.frameWidth, 1]),
      targets:
        this.#targetType === 'int64'
          ? new Tensor('int64', BigInt64Array.of(BigInt(token)), [1, 1])
          : new Tensor('int32', Int32Array.of(token), [1, 1]),
      target_length: this.#targetLength,
      input_states_1: state.hidden,
      input_states_2: state.cell,
    });
    return {
      logits: results.outputs.data as Float32Array,
      state: { hidden: results.output_states_1, cell: results.output_states_2 },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release();
  }

  /**
   * Exports may leave the output width open in their metadata, so one step is run, with a token that every vocabulary
   * has.
   */
  async #checkOutputWidth(file: string, vocabularySize: number): Promise<void> {
    const { logits } = await this.step(new Float32Array(this.frameWidth), 0, this.initialState);
    if (logits.length >= vocabularySize) return;
    throw new ModelError(
      'model_contract_mismatch',
      `${file} scores ${logits.length} tokens, but vocab.txt has ${vocabularySize}.`,
    );
  }
}

function createZeros(shape: readonly number[]): Tensor {
  return new Tensor('float32', new Float32Array(shape.reduce((product, size) => product * size)), shape);
}
