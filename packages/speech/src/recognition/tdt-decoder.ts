// Greedy decoding of a token-and-duration transducer (arXiv 2304.06795), as NeMo's label-looping decoder does it. At
// frame t of an utterance, with its last label and the state before it:
//
// 1. token = arg max over the vocabulary (blank included), duration = arg max over the rest; of equals the first.
// 2. A label is emitted, becomes the last label and its state is kept. A blank leaves the state and last label alone.
// 3. A duration above 0 moves on by that many frames. 0 stays on the frame, except after a blank or once
//    maxTokensPerStep labels were emitted on it: then one frame.
//
// Equal neighbours are not merged. A network without duration outputs is a plain transducer: every duration is 0.
//
// Two things make it fast and change nothing: utterances take their steps together, and a step scores several frames
// under one prefix, which hold until the first label among them.

import type { EncodedChunk } from './encoder.ts';

/** One utterance's part of a step. */
export interface JointRequest<State> {
  /** [frames x width], row-major: at least one frame, at most the network's `maxFrames`. */
  readonly frames: Float32Array;
  /** The last label; the blank before the first. */
  readonly token: number;
  /** The prediction network before `token`. */
  readonly state: State;
}

export interface JointAnswer<State> {
  /** [frames x scores] raw logits of each frame: the vocabulary (blank last), then durations of 0, 1, 2, … frames. */
  readonly logits: Float32Array;
  readonly scoreCount: number;
  /** The prediction network after `token`. */
  readState(): State;
}

/** Prediction network and joint. `score` must leave the states usable: a blank makes the decoder use one again. */
export interface JointNetwork<State> {
  readonly initialState: State;
  /** Utterances that take their steps together. */
  readonly maxRows: number;
  /** Frames of an utterance scored in one step. */
  readonly maxFrames: number;
  /** At most `maxRows` requests; answers in their order. Answers stay as they are, also while others are asked for. */
  score(requests: readonly JointRequest<State>[]): Promise<JointAnswer<State>[]>;
}

export interface DecodedToken {
  readonly id: number;
  /** Encoder frame on which the token was emitted. */
  readonly frame: number;
  /** Encoder frames until the next token is looked for; may reach past the last frame. */
  readonly duration: number;
  /** Natural logarithm of the token's probability among the vocabulary, durations left out. */
  readonly logProb: number;
}

export interface DecodingRules {
  /** The last id of the vocabulary; it is also the token before the first. */
  readonly blankId: number;
  readonly maxTokensPerStep: number;
}

/** Tokens of each chunk, in their order: the same ones, up to rounding in the network, as of each chunk alone. */
export async function decodeGreedy<State>(
  network: JointNetwork<State>,
  chunks: readonly EncodedChunk[],
  rules: DecodingRules,
): Promise<DecodedToken[][]> {
  const utterances = chunks.map((chunk) => new Utterance(chunk, rules, network.initialState));
  const waiting = utterances.filter((utterance) => !utterance.isDone);
  let active = waiting.splice(0, network.maxRows);
  while (active.length > 0) {
    const answers = await network.score(active.map((utterance) => utterance.ask(network.maxFrames)));
    active.forEach((utterance, row) => utterance.follow(answers[row]));
    active = active.filter((utterance) => !utterance.isDone);
    active.push(...waiting.splice(0, network.maxRows - active.length));
  }
  return utterances.map(({ tokens }) => tokens);
}

class Utterance<State> {
  readonly tokens: DecodedToken[] = [];
  readonly #chunk: EncodedChunk;
  readonly #rules: DecodingRules;
  #state: State;
  #lastToken: number;
  #frame = 0;
  #tokensOnFrame = 0;

  constructor(chunk: EncodedChunk, rules: DecodingRules, state: State) {
    this.#chunk = chunk;
    this.#rules = rules;
    this.#state = state;
    this.#lastToken = rules.blankId;
  }

  get isDone(): boolean {
    return this.#frame >= this.#chunk.frameCount;
  }

  ask(maxFrames: number): JointRequest<State> {
    const { frames, frameCount, width } = this.#chunk;
    const end = Math.min(this.#frame + maxFrames, frameCount);
    return { frames: frames.subarray(this.#frame * width, end * width), token: this.#lastToken, state: this.#state };
  }

  /** Walks over the blanks among the frames that were asked about, up to the first label. */
  follow(answer: JointAnswer<State>): void {
    const { blankId } = this.#rules;
    const { logits, scoreCount } = answer;
    const start = this.#frame;
    const end = Math.min(start + logits.length / scoreCount, this.#chunk.frameCount);
    while (this.#frame < end) {
      const scores = logits.subarray((this.#frame - start) * scoreCount, (this.#frame - start + 1) * scoreCount);
      const id = findMaximum(scores, 0, blankId + 1);
      const duration = findMaximum(scores, blankId + 1, scoreCount) - (blankId + 1);
      if (id !== blankId) {
        this.#state = answer.readState();
        return this.#emit(id, duration, logSoftmaxAt(scores, id, blankId + 1));
      }
      this.#advance(Math.max(duration, 1));
    }
  }

  #emit(id: number, duration: number, logProb: number): void {
    this.tokens.push({ id, frame: this.#frame, duration, logProb });
    this.#lastToken = id;
    this.#tokensOnFrame++;
    if (duration > 0) this.#advance(duration);
    else if (this.#tokensOnFrame >= this.#rules.maxTokensPerStep) this.#advance(1);
  }

  #advance(frames: number): void {
    this.#frame += frames;
    this.#tokensOnFrame = 0;
  }
}

/** Index of the largest value in [start, end); `start` when the range is empty. */
function findMaximum(values: Float32Array, start: number, end: number): number {
  let best = start;
  for (let i = start + 1; i < end; i++) if (values[i] > values[best]) best = i;
  return best;
}

/** `id` must be where the first `count` logits are largest: that one is subtracted before exponentiation. */
function logSoftmaxAt(logits: Float32Array, id: number, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += Math.exp(logits[i] - logits[id]);
  return -Math.log(sum);
}
