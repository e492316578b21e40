import { modelDirectory } from '@callscript/demo-model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MelFrontEnd, type MelFeatures } from '../src/features/mel.ts';
import { Recognizer, resampleTo16k, type DecodedToken, type ModelPrecision } from '../src/index.ts';
import { EncoderSession, type BatchShape } from '../src/recognition/encoder-session.ts';
import type { EncodedChunk } from '../src/recognition/encoder.ts';
import { JointSession } from '../src/recognition/joint-session.ts';
import { readModelFiles } from '../src/recognition/model-files.ts';
import { decodeGreedy } from '../src/recognition/tdt-decoder.ts';
import {
  goldenCalls,
  goldenRules,
  maxDifference,
  readAll,
  readGolden,
  readGoldenArray,
  readGoldenFrames,
  readGoldenRecording,
} from './_golden.ts';

// Audio and features have their own golden tests beside the source; here the networks, alone and then together.

async function loadEncoder(precision: ModelPrecision, fixedShape?: BatchShape): Promise<EncoderSession> {
  const { encoderPath, config } = await readModelFiles(modelDirectory, precision);
  return EncoderSession.load(encoderPath, config, { device: 'cpu', intraOpThreads: 1, fixedShape });
}

async function loadJoint(precision: ModelPrecision, maxRows: number): Promise<JointSession> {
  const { decoderJointPath, vocabulary } = await readModelFiles(modelDirectory, precision);
  return JointSession.load(decoderJointPath, { vocabularySize: vocabulary.pieces.length, maxRows });
}

function computeFeatures(name: string): MelFeatures {
  return new MelFrontEnd(readGolden(name).mel.shape[0]).compute(readGoldenArray(name, 'pcm16k'));
}

async function readCall(name: string): Promise<Float32Array> {
  const { channels, sampleRateHz } = await readGoldenRecording(name);
  return readAll(resampleTo16k(channels[0], sampleRateHz));
}

const withoutProbability = (tokens: readonly DecodedToken[]) =>
  tokens.map(({ id, frame, duration }) => ({ id, frame, duration }));

const goldenTokens = (name: string) =>
  readGolden(name).tokens.map(({ id, frame, duration }) => ({ id, frame, duration }));

/** Every order of the calls, so that each is once the first and once the longest before a shorter one. */
const orders = goldenCalls.flatMap((first, i) => {
  const others = goldenCalls.toSpliced(i, 1);
  return [
    [first, ...others],
    [first, ...others.toReversed()],
  ];
});

const longest = Math.max(...goldenCalls.map((name) => readGolden(name).mel.length));

describe('in fp32', () => {
  let encoder: EncoderSession;
  beforeAll(async () => {
    encoder = await loadEncoder('fp32');
  });
  afterAll(() => encoder[Symbol.asyncDispose]());

  describe.each(goldenCalls)('the call "%s"', (name) => {
    test('has the encoder output of the reference', async () => {
      const [encoded] = await encoder.encode([computeFeatures(name)]);
      const golden = readGoldenFrames(name);
      expect([encoded.width, encoded.frameCount]).toEqual([golden.width, golden.frameCount]);
      // 1e-3 is what the reference allows between implementations of the features.
      expect(maxDifference(encoded.frames, golden.frames)).toBeLessThan(1e-3);
    });

    test('decodes the reference encoder output to the tokens, frames and durations of the reference', async () => {
      await using joint = await loadJoint('fp32', 1);
      const [tokens] = await decodeGreedy(joint, [readGoldenFrames(name)], goldenRules);
      expect(withoutProbability(tokens)).toEqual(goldenTokens(name));
      // A chosen token is the likeliest of all, so likelier than the average one.
      const leastLogProb = -Math.log(goldenRules.blankId + 1);
      expect(tokens.every(({ logProb }) => logProb <= 0 && logProb > leastLogProb)).toBe(true);
    });
  });

  // Longer than any call by less than one encoder frame, and by many; with a row to spare, and with too few for all.
  test.each([
    { batch: goldenCalls.length, frames: longest + 3 },
    { batch: goldenCalls.length + 1, frames: longest + 300 },
    { batch: 2, frames: longest },
  ])('a batch of $batch calls padded to $frames frames encodes each as alone, in any order', async (shape) => {
    await using batched = await loadEncoder('fp32', shape);
    const expected = new Map<string, EncodedChunk>();
    for (const name of goldenCalls) expected.set(name, (await encoder.encode([computeFeatures(name)]))[0]);
    for (const names of orders) {
      const encoded = await batched.encode(names.map(computeFeatures));
      names.forEach((name, i) => {
        const alone = expected.get(name);
        expect(encoded[i].frameCount).toBe(alone?.frameCount);
        expect(maxDifference(encoded[i].frames, alone?.frames ?? new Float32Array(0))).toBeLessThan(1e-5);
      });
    }
  });

  test('a batch refuses a call that is longer', async () => {
    await using batched = await loadEncoder('fp32', { batch: 1, frames: longest - 1 });
    const name = goldenCalls.find((call) => readGolden(call).mel.length === longest) ?? '';
    await expect(batched.encode([computeFeatures(name)])).rejects.toThrow(RangeError);
  });

  test.each([1, 2, goldenCalls.length])(
    '%i calls at a time decode to the reference tokens, in any order',
    async (rows) => {
      await using joint = await loadJoint('fp32', rows);
      for (const names of orders) {
        const decoded = await decodeGreedy(joint, names.map(readGoldenFrames), goldenRules);
        expect(decoded.map(withoutProbability)).toEqual(names.map(goldenTokens));
      }
    },
  );
});

describe('Recognizer', () => {
  test.each(['fp32', 'fp16', 'int8'] as const)(
    'hears the words of the golden calls in %s, alone and together in any order',
    async (precision) => {
      await using recognizer = await Recognizer.load({ modelDirectory, precision, intraOpThreads: 1 });
      for (const name of goldenCalls) {
        const [{ text, words }] = await recognizer.recognizeChunks([await readCall(name)]);
        expect(text).toBe(readGolden(name).text);
        expect(words.map(({ word }) => word).join(' ')).toBe(text);
      }
      for (const names of orders) {
        const heard = await recognizer.recognizeChunks(await Promise.all(names.map(readCall)));
        expect(heard.map(({ text }) => text)).toEqual(names.map((name) => readGolden(name).text));
      }
    },
  );

  test('gives the reference tokens in fp32 from the recording on', async () => {
    await using recognizer = await Recognizer.load({ modelDirectory, precision: 'fp32', intraOpThreads: 1 });
    const heard = await recognizer.recognizeChunks(await Promise.all(goldenCalls.map(readCall)));
    expect(heard.map(({ tokens }) => withoutProbability(tokens))).toEqual(goldenCalls.map(goldenTokens));
  });

  test('gives the same numbers in int8 whatever a call is recognised together with', async () => {
    await using recognizer = await Recognizer.load({ modelDirectory, precision: 'int8', intraOpThreads: 1 });
    const alone = [];
    for (const name of goldenCalls) alone.push(...(await recognizer.recognizeChunks([await readCall(name)])));
    expect(await recognizer.recognizeChunks(await Promise.all(goldenCalls.map(readCall)))).toEqual(alone);
  });
});
