import path from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { checkTensors, findFixedSize, getFixedSize, getType } from './graph-contract.ts';
import {
  createFloatTensor,
  createIntegerTensor,
  floatTypes,
  integerTypes,
  readFloats,
  type FloatType,
  type IntegerType,
} from './graph-tensors.ts';
import { extractRow, interleaveLayers, toColumns, type LstmState } from './joint-layout.ts';
import { ModelError } from './model-error.ts';
import { openGraph, tryGraph } from './open-graph.ts';
import type { JointAnswer, JointNetwork, JointRequest } from './tdt-decoder.ts';

interface JointContract {
  readonly frameWidth: number;
  readonly layers: number;
  readonly hidden: number;
  readonly frameType: FloatType;
  readonly stateType: FloatType;
  readonly targetType: IntegerType;
  readonly lengthType: IntegerType;
  readonly maxRows: number;
  readonly maxFrames: number;
}

/** TDT models of NeMo choose between durations of 0 to 4 frames. */
const durationCount = 5;
/** Most blanks jump over up to four frames; more frames a step cost more than the steps they save. */
const framesPerStep = 4;

const outputNames = ['outputs', 'output_states_1', 'output_states_2'];

/** `decoder_joint-model.onnx`. Its sizes and types come from the graph. Inference blocks the calling thread. */
export class JointSession implements JointNetwork<LstmState>, AsyncDisposable {
  readonly frameWidth: number;
  readonly initialState: LstmState;
  readonly maxRows: number;
  readonly maxFrames: number;
  readonly #session: InferenceSession;
  readonly #contract: JointContract;

  private constructor(session: InferenceSession, contract: JointContract) {
    const stateLength = contract.layers * contract.hidden;
    this.frameWidth = contract.frameWidth;
    this.initialState = { hidden: new Float32Array(stateLength), cell: new Float32Array(stateLength) };
    this.maxRows = contract.maxRows;
    this.maxFrames = contract.maxFrames;
    this.#session = session;
    this.#contract = contract;
  }

  /**
   * `maxRows`: utterances that take their steps together, where the graph allows it.
   *
   * @throws {ModelError} when the graph cannot be loaded, has other tensors, or scores other tokens than there are.
   */
  static async load(
    filePath: string,
    { vocabularySize, maxRows }: { vocabularySize: number; maxRows: number },
  ): Promise<JointSession> {
    const file = path.basename(filePath);
    await using opened = new AsyncDisposableStack();
    // A step is a few small matrix products: more threads only wait for each other, and the copies to a GPU and back
    // would take longer than the step.
    const inference = await openGraph(filePath, { device: 'cpu', intraOpThreads: 1 });
    opened.defer(() => inference.release());
    const session = new JointSession(inference, readContract(file, inference, maxRows));
    await session.#tryOut(file, vocabularySize);
    opened.move();
    return session;
  }

  async score(requests: readonly JointRequest<LstmState>[]): Promise<JointAnswer<LstmState>[]> {
    const { frameWidth, hidden } = this.#contract;
    const rowCount = requests.length;
    const frameCount = Math.max(...requests.map(({ frames }) => frames.length / frameWidth));
    const results = await this.#session.run(this.#buildFeeds(requests, frameCount), outputNames);
    const logits = readFloats(results.outputs);
    const hiddenStates = readFloats(results.output_states_1);
    const cellStates = readFloats(results.output_states_2);
    const rowLength = logits.length / rowCount;
    return requests.map((_, row) => ({
      logits: logits.subarray(row * rowLength, (row + 1) * rowLength),
      scoreCount: rowLength / frameCount,
      readState: () => ({
        hidden: extractRow(hiddenStates, row, rowCount, hidden),
        cell: extractRow(cellStates, row, rowCount, hidden),
      }),
    }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session.release();
  }

  #buildFeeds(requests: readonly JointRequest<LstmState>[], frameCount: number): InferenceSession.FeedsType {
    const { frameWidth, layers, hidden, frameType, stateType, targetType, lengthType } = this.#contract;
    const rowCount = requests.length;
    const columns = toColumns(
      requests.map(({ frames }) => frames),
      frameWidth,
      frameCount,
    );
    const tokens = requests.map(({ token }) => token);
    const createStates = (part: keyof LstmState) => {
      const states = interleaveLayers(
        requests.map(({ state }) => state[part]),
        hidden,
      );
      return createFloatTensor(stateType, states, [layers, rowCount, hidden]);
    };
    return {
      encoder_outputs: createFloatTensor(frameType, columns, [rowCount, frameWidth, frameCount]),
      targets: createIntegerTensor(targetType, tokens, [rowCount, 1]),
      target_length: createIntegerTensor(
        lengthType,
        Array.from(requests, () => 1),
        [rowCount],
      ),
      input_states_1: createStates('hidden'),
      input_states_2: createStates('cell'),
    };
  }

  /** One step, because exports may leave sizes open in their metadata; its token is in every vocabulary. */
  async #tryOut(file: string, vocabularySize: number): Promise<void> {
    const frames = new Float32Array(this.frameWidth);
    const [{ scoreCount }] = await tryGraph(file, () => this.score([{ frames, token: 0, state: this.initialState }]));
    if (scoreCount === vocabularySize || scoreCount === vocabularySize + durationCount) return;
    throw new ModelError(
      'model_contract_mismatch',
      `${file} gives ${scoreCount} scores, but vocab.txt has ${vocabularySize} tokens: ` +
        `there must be one for each, or ${durationCount} more.`,
    );
  }
}

function readContract(
  file: string,
  { inputMetadata, outputMetadata }: InferenceSession,
  maxRows: number,
): JointContract {
  const state = [undefined, undefined, undefined];
  const inputs = checkTensors(file, inputMetadata, [
    { name: 'encoder_outputs', types: floatTypes, shape: [undefined, undefined, undefined] },
    { name: 'targets', types: integerTypes, shape: [undefined, 1] },
    { name: 'target_length', types: integerTypes, shape: [undefined] },
    { name: 'input_states_1', types: floatTypes, shape: state },
    { name: 'input_states_2', types: floatTypes, shape: state },
  ]);
  checkTensors(file, outputMetadata, [
    { name: 'outputs', types: floatTypes, shape: [undefined, undefined, 1, undefined] },
    { name: 'output_states_1', types: floatTypes, shape: state },
    { name: 'output_states_2', types: floatTypes, shape: state },
  ]);
  return {
    frameWidth: getFixedSize(file, inputs, 'encoder_outputs', 1),
    layers: getFixedSize(file, inputs, 'input_states_1', 0),
    hidden: getFixedSize(file, inputs, 'input_states_1', 2),
    frameType: getType(inputs, 'encoder_outputs', floatTypes),
    stateType: getType(inputs, 'input_states_1', floatTypes),
    targetType: getType(inputs, 'targets', integerTypes),
    lengthType: getType(inputs, 'target_length', integerTypes),
    maxRows: findFixedSize(inputs, 'encoder_outputs', 0) ?? maxRows,
    maxFrames: findFixedSize(inputs, 'encoder_outputs', 2) ?? framesPerStep,
  };
}
