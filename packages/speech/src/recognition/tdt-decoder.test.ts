import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EncodedChunk } from './encoder.ts';
import { decodeGreedy, type JointNetwork, type JointRequest } from './tdt-decoder.ts';

const [a, b, c, blank] = [0, 1, 2, 3];
const vocabularySize = 4;
const rules = { blankId: blank, maxTokensPerStep: 10 };

type Scored = readonly [token: number, duration: number];

interface Call {
  readonly frame: number;
  readonly token: number;
  readonly state: number;
}

/** One utterance, one frame a step: `score` answers a single request. */
function createNetwork<State>(
  initialState: State,
  scoreOne: (request: JointRequest<State>) => { logits: Float32Array; state: State },
): JointNetwork<State> {
  return {
    initialState,
    maxRows: 1,
    maxFrames: 1,
    score: async ([request]) => {
      const { logits, state } = scoreOne(request);
      return [{ logits, scoreCount: logits.length, readState: () => state }];
    },
  };
}

/** Answers with the scripted outputs in call order, then with (blank, 1). The state counts the steps that led to it. */
function scriptNetwork(outputs: readonly Scored[]): JointNetwork<number> & { calls: Call[] } {
  const calls: Call[] = [];
  const network = createNetwork(0, ({ frames, token, state }) => {
    const [best, duration] = outputs[calls.length] ?? [blank, 1];
    calls.push({ frame: frames[0], token, state });
    const logits = new Float32Array(vocabularySize + 5);
    logits[best] = 1;
    logits[vocabularySize + duration] = 1;
    return { logits, state: calls.length };
  });
  return { ...network, calls };
}

/** Frames of two values; the first is the frame's number. */
function buildChunk(frameCount: number): EncodedChunk {
  const frames = Float32Array.from({ length: 2 * frameCount }, (_, i) => (i % 2 === 0 ? i / 2 : -1));
  return { frames, width: 2, frameCount };
}

async function decode(outputs: readonly Scored[], frameCount = 5) {
  const network = scriptNetwork(outputs);
  const [tokens] = await decodeGreedy(network, [buildChunk(frameCount)], rules);
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
    const network = createNetwork(null, () => ({ logits: new Float32Array(vocabularySize + 5), state: null }));
    const [tokens] = await decodeGreedy(network, [buildChunk(1)], { ...rules, maxTokensPerStep: 1 });
    expect(tokens).toMatchObject([{ id: a, duration: 0 }]);
  });

  test('reads the probability of a token from the vocabulary alone', async () => {
    const logits = Float32Array.of(2, 1, 0, -1, 0, 100);
    const network = createNetwork(null, () => ({ logits, state: null }));
    const [[token]] = await decodeGreedy(network, [buildChunk(1)], rules);
    const total = Math.exp(2) + Math.exp(1) + Math.exp(0) + Math.exp(-1);
    expect(token.duration).toBe(1);
    expect(Math.exp(token.logProb)).toBeCloseTo(Math.exp(2) / total, 6);
  });

  test('decodes a network without durations as a plain transducer', async () => {
    const best = [a, b, blank, c, blank];
    const network = createNetwork(0, ({ state }) => {
      const logits = new Float32Array(vocabularySize);
      logits[best.shift() ?? blank] = 1;
      return { logits, state };
    });
    const [tokens] = await decodeGreedy(network, [buildChunk(2)], rules);
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

// Steps of several utterances and frames, against the rules written out for one of each.

interface Prefix {
  /** Stands for the labels so far, all of them. */
  readonly hash: number;
}

/** Whole numbers to a number of 32 bits that looks random. */
function mix(...values: number[]): number {
  return values.reduce((hash, value) => Math.imul((hash ^ value) + 0x9e3779b9, 0x85ebca6b) ^ (hash >>> 13), 7) >>> 0;
}

/** Scores of a frame under a prefix. Few labels and long durations leave blanks to walk over. */
function scoreFrame(frame: number, prefix: Prefix, { durations }: { durations: number }): Float32Array {
  const scores = new Float32Array(vocabularySize + durations);
  const random = mix(frame, prefix.hash);
  scores[random % 3 === 0 ? (random >>> 4) % 3 : blank] = 1;
  if (durations > 0) scores[vocabularySize + ((random >>> 8) % durations)] = 1;
  return scores;
}

function buildRandomNetwork(limits: { maxRows: number; maxFrames: number; durations: number }) {
  const calls: number[] = [];
  const network: JointNetwork<Prefix> = {
    ...limits,
    initialState: { hash: 1 },
    score: async (requests) => {
      calls.push(requests.length);
      return requests.map(({ frames, token, state }) => {
        expect(frames.length).toBeGreaterThan(0);
        expect(frames.length).toBeLessThanOrEqual(limits.maxFrames);
        const prefix = { hash: mix(state.hash, token) };
        const scores = Array.from(frames, (frame) => Array.from(scoreFrame(frame, prefix, limits)));
        return {
          logits: Float32Array.from(scores.flat()),
          scoreCount: vocabularySize + limits.durations,
          readState: () => prefix,
        };
      });
    },
  };
  return { network, calls };
}

function decodeByTheRules(frames: Float32Array, durations: number, maxTokensPerStep: number) {
  const tokens: { id: number; frame: number; duration: number }[] = [];
  let prefix: Prefix = { hash: mix(1, blank) };
  let onFrame = 0;
  for (let t = 0; t < frames.length;) {
    const scores = Array.from(scoreFrame(frames[t], prefix, { durations }));
    const id = scores.indexOf(Math.max(...scores.slice(0, vocabularySize)));
    const duration = durations === 0 ? 0 : scores.slice(vocabularySize).indexOf(1);
    if (id !== blank) {
      tokens.push({ id, frame: t, duration });
      prefix = { hash: mix(prefix.hash, id) };
      onFrame++;
    }
    const isForced = duration === 0 && (id === blank || onFrame === maxTokensPerStep);
    if (duration > 0 || isForced) onFrame = 0;
    t += isForced ? 1 : duration;
  }
  return tokens;
}

const utterances = fc.array(
  fc.array(fc.nat(1000), { maxLength: 30 }).map((values) => Float32Array.from(values)),
  { maxLength: 9 },
);

describe('decodeGreedy of many utterances', () => {
  test('gives each the tokens that the rules give it alone, however many rows and frames a step has', async () => {
    await fc.assert(
      fc.asyncProperty(
        utterances,
        fc.record({
          maxRows: fc.integer({ min: 1, max: 5 }),
          maxFrames: fc.integer({ min: 1, max: 6 }),
          durations: fc.constantFrom(0, 5),
        }),
        fc.integer({ min: 1, max: 3 }),
        async (all, limits, maxTokensPerStep) => {
          const { network, calls } = buildRandomNetwork(limits);
          const chunks = all.map((frames) => ({ frames, width: 1, frameCount: frames.length }));
          const decoded = await decodeGreedy(network, chunks, { blankId: blank, maxTokensPerStep });
          expect(decoded.map((tokens) => tokens.map(({ id, frame, duration }) => ({ id, frame, duration })))).toEqual(
            all.map((frames) => decodeByTheRules(frames, limits.durations, maxTokensPerStep)),
          );
          expect(calls.every((rows) => rows <= limits.maxRows)).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('takes in the next utterance as soon as one is finished', async () => {
    const { network, calls } = buildRandomNetwork({ maxRows: 2, maxFrames: 1, durations: 0 });
    const chunks = [20, 1, 1, 1].map((frameCount) => ({ frames: new Float32Array(frameCount), width: 1, frameCount }));
    await decodeGreedy(network, chunks, { blankId: blank, maxTokensPerStep: 1 });
    expect(calls).toEqual([2, 2, 2, ...Array.from({ length: 17 }, () => 1)]);
  });

  test('scores several frames in a step until the first label among them', async () => {
    const asked: number[] = [];
    const best = [blank, blank, a, blank, blank, blank, b, blank];
    const network: JointNetwork<null> = {
      initialState: null,
      maxRows: 1,
      maxFrames: 4,
      score: async ([{ frames }]) => {
        asked.push(frames[0]);
        const logits = Array.from(frames, (frame) => {
          const scores = new Float32Array(vocabularySize + 2);
          scores[best[frame]] = 1;
          scores[vocabularySize + 1] = 1;
          return Array.from(scores);
        });
        return [{ logits: Float32Array.from(logits.flat()), scoreCount: vocabularySize + 2, readState: () => null }];
      },
    };
    const chunk = { frames: Float32Array.from(best, (_, t) => t), width: 1, frameCount: best.length };
    const [tokens] = await decodeGreedy(network, [chunk], rules);
    expect(tokens.map(({ id, frame }) => [id, frame])).toEqual([
      [a, 2],
      [b, 6],
    ]);
    expect(asked).toEqual([0, 3, 7]);
  });
});
