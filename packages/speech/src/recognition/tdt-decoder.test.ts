import { describe, expect, test } from 'vitest';
import { decodeGreedy, type JointNetwork } from './tdt-decoder.ts';

const [a, b, c, blank] = [0, 1, 2, 3];
const vocabularySize = 4;
const rules = { blankId: blank, maxTokensPerStep: 10 };

type Scored = readonly [token: number, duration: number];

interface Call {
  readonly frame: number;
  readonly token: number;
  readonly state: number;
}

/** Answers with the scripted outputs in call order, then with (blank, 1). The state counts the steps that led to it. */
function scriptNetwork(outputs: readonly Scored[]): JointNetwork<number> & { calls: Call[] } {
  const calls: Call[] = [];
  return {
    calls,
    initialState: 0,
    async step(frame, token, state) {
      const [best, duration] = outputs[calls.length] ?? [blank, 1];
      calls.push({ frame: frame[0], token, state });
      const logits = new Float32Array(vocabularySize + 5);
      logits[best] = 1;
      logits[vocabularySize + duration] = 1;
      return { logits, state: calls.length };
    },
  };
}

/** Frames of two values; the first is the frame's number. */
function buildFrames(frameCount: number) {
  const data = Float32Array.from({ length: 2 * frameCount }, (_, i) => (i % 2 === 0 ? i / 2 : -1));
  return { data, width: 2, frameCount };
}

async function decode(outputs: readonly Scored[], frameCount = 5) {
  const network = scriptNetwork(outputs);
  const tokens = await decodeGreedy(network, buildFrames(frameCount), rules);
  return { tokens: tokens.map(({ id, frame, duration }) => [id, frame, duration]), calls: network.calls };
}

describe('decodeGreedy', () => {
  test('stays on a frame for duration 0, and moves by the duration of labels and blanks alike', async () => {
    const { tokens, calls } = await decode([
      [a, 0],
      [b, 2],
      [blank, 0],
      [c, 4],
    ]);
    expect(tokens).toEqual([
      [a, 0, 0],
      [b, 0, 2],
      [c, 3, 4],
    ]);
    expect(calls.map((call) => call.frame)).toEqual([0, 0, 2, 3]);
  });

  test('skips frames by the duration of a blank', async () => {
    const { tokens, calls } = await decode([
      [blank, 4],
      [blank, 4],
    ]);
    expect(tokens).toEqual([]);
    expect(calls).toHaveLength(2);
  });

  test('leaves a frame after ten labels that claim no time', async () => {
    const { tokens, calls } = await decode(Array.from({ length: 10 }, (): Scored => [a, 0]));
    expect(tokens).toEqual(Array.from({ length: 10 }, () => [a, 0, 0]));
    expect(calls[10].frame).toBe(1);
  });

  test('counts the labels of each frame anew', async () => {
    const nine = Array.from({ length: 9 }, (): Scored => [a, 0]);
    const { calls } = await decode([...nine, [blank, 0], ...nine, [blank, 0]]);
    expect(calls.slice(0, 20).map((call) => call.frame)).toEqual([...Array(10).fill(0), ...Array(10).fill(1)]);
  });

  test('moves one frame for a blank that claims no time', async () => {
    const { tokens, calls } = await decode(Array.from({ length: 5 }, (): Scored => [blank, 0]));
    expect(tokens).toEqual([]);
    expect(calls).toHaveLength(5);
  });

  test('keeps equal neighbours apart', async () => {
    const { tokens } = await decode(Array.from({ length: 5 }, (): Scored => [a, 1]));
    expect(tokens.map(([, frame]) => frame)).toEqual([0, 1, 2, 3, 4]);
  });

  test('repeats the token and state of the last label after a blank', async () => {
    const { calls } = await decode([
      [blank, 1],
      [a, 1],
      [blank, 1],
      [blank, 1],
      [b, 1],
    ]);
    expect(calls.map(({ token, state }) => [token, state])).toEqual([
      [blank, 0],
      [blank, 0],
      [a, 2],
      [a, 2],
      [a, 2],
    ]);
  });

  test('takes the lowest of equal scores', async () => {
    const network: JointNetwork<null> = {
      initialState: null,
      step: async () => ({ logits: new Float32Array(vocabularySize + 5), state: null }),
    };
    const tokens = await decodeGreedy(network, buildFrames(1), { ...rules, maxTokensPerStep: 1 });
    expect(tokens).toMatchObject([{ id: a, duration: 0 }]);
  });

  test('reads the probability of a token from the vocabulary alone', async () => {
    const logits = Float32Array.of(2, 1, 0, -1, 0, 100);
    const network: JointNetwork<null> = { initialState: null, step: async () => ({ logits, state: null }) };
    const [token] = await decodeGreedy(network, buildFrames(1), rules);
    const total = Math.exp(2) + Math.exp(1) + Math.exp(0) + Math.exp(-1);
    expect(token.duration).toBe(1);
    expect(Math.exp(token.logProb)).toBeCloseTo(Math.exp(2) / total, 6);
  });

  test('decodes a network without durations as a plain transducer', async () => {
    const best = [a, b, blank, c, blank];
    const network: JointNetwork<number> = {
      initialState: 0,
      step: async (_frame, _token, state) => {
        const logits = new Float32Array(vocabularySize);
        logits[best.shift() ?? blank] = 1;
        return { logits, state };
      },
    };
    const tokens = await decodeGreedy(network, buildFrames(2), rules);
    expect(tokens.map(({ id, frame }) => [id, frame])).toEqual([
      [a, 0],
      [b, 0],
      [c, 1],
    ]);
  });

  test('decodes nothing without calling the network', async () => {
    expect(await decode([[a, 1]], 0)).toEqual({ tokens: [], calls: [] });
  });
});
