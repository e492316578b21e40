// Greedy decoding of a token-and-duration transducer (arXiv 2304.06795), one utterance, as NeMo's label-looping decoder
// does it. At frame t with the last label and its state:
//
// 1. token = arg max over the vocabulary (blank included), duration = arg max over the rest; of equals the first.
// 2. A label is emitted and its state kept. After a blank the state and last label stay what they were.
// 3. A duration above 0 moves on by that many frames. 0 stays on the frame, except after a blank or once
//    maxTokensPerStep labels were emitted on it: then one frame.
//
// Equal neighbours are not merged. A network without duration outputs is a plain transducer: every duration is 0.

/** Encoder output with one frame contiguous: [frameCount x width], row-major. */
export interface EncodedFrames {
  readonly data: Float32Array;
  readonly width: number;
  readonly frameCount: number;
}

export interface JointStep<State> {
  /** Raw logits: the vocabulary (blank last), then one for each duration 0, 1, 2, … frames. */
  readonly logits: Float32Array;
  /** Prediction network state after `token`. */
  readonly state: State;
}

/** Prediction network and joint. `step` must leave `state` usable: a blank makes the decoder use it again. */
export interface JointNetwork<State> {
  readonly initialState: State;
  step(frame: Float32Array, token: number, state: State): Promise<JointStep<State>>;
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

export async function decodeGreedy<State>(
  network: JointNetwork<State>,
  encoded: EncodedFrames,
  rules: DecodingRules,
): Promise<DecodedToken[]> {
  const { blankId, maxTokensPerStep } = rules;
  const vocabularySize = blankId + 1;
  const tokens: DecodedToken[] = [];
  let state = network.initialState;
  let lastToken = blankId;
  let frame = 0;
  let tokensOnFrame = 0;
  while (frame < encoded.frameCount) {
    const column = encoded.data.subarray(frame * encoded.width, (frame + 1) * encoded.width);
    const step = await network.step(column, lastToken, state);
    const id = findMaximum(step.logits, 0, vocabularySize);
    const duration = findMaximum(step.logits, vocabularySize, step.logits.length) - vocabularySize;
    if (id !== blankId) {
      tokens.push({ id, frame, duration, logProb: logSoftmaxAt(step.logits, id, vocabularySize) });
      state = step.state;
      lastToken = id;
      tokensOnFrame++;
    }
    const mustAdvance = id === blankId || tokensOnFrame >= maxTokensPerStep;
    const advance = duration === 0 && mustAdvance ? 1 : duration;
    frame += advance;
    if (advance > 0) tokensOnFrame = 0;
  }
  return tokens;
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
