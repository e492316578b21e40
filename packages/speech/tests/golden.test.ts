import { modelDirectory } from '@callscript/demo-model';
import { describe, expect, test } from 'vitest';
import { MelFrontEnd, type MelFeatures } from '../src/features/mel.ts';
import { Recognizer, resampleTo16k, type DecodedToken, type ModelPrecision } from '../src/index.ts';
import { EncoderSession, type BatchShape } from '../src/recognition/encoder-session.ts';
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

function readCall(name: string): Float32Array {
  const { channels, sampleRateHz } = readGoldenRecording(name);
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

describe.each(goldenCalls)('the call "%s" in fp32', (name) => {
  test('has the encoder output of the reference', async () => {
    await using encoder = await loadEncoder('fp32');
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

describe('a padded batch in fp32', () => {
  test.each(orders)('encodes each call as alone, in the order %s, %s, %s', async (...names) => {
    // Longer than any call by less than one encoder frame, and by many.
    for (const frames of [longest + 3, longest + 500]) {
      await using alone = await loadEncoder('fp32');
      await using batched = await loadEncoder('fp32', { batch: names.length, frames });
      const features = names.map(computeFeatures);
      const expected = await alone.encode(features);
      const actual = await batched.encode(features);
      expect(actual.map(({ frameCount }) => frameCount)).toEqual(expected.map(({ frameCount }) => frameCount));
      actual.forEach((chunk, i) => expect(maxDifference(chunk.frames, expected[i].frames)).toBeLessThan(1e-5));
    }
  });

  test('is filled up when there are too few calls, and repeated when there are too many', async () => {
    await using alone = await loadEncoder('fp32');
    await using batched = await loadEncoder('fp32', { batch: 2, frames: longest });
    const features = goldenCalls.map(computeFeatures);
    const expected = await alone.encode(features);
    const actual = await batched.encode(features);
    actual.forEach((chunk, i) => expect(maxDifference(chunk.frames, expected[i].frames)).toBeLessThan(1e-5));
  });

  test('refuses a call that does not fit', async () => {
    await using batched = await loadEncoder('fp32', { batch: 1, frames: longest - 1 });
    const name = goldenCalls.find((call) => readGolden(call).mel.length === longest) ?? '';
    await expect(batched.encode([computeFeatures(name)])).rejects.toThrow(RangeError);
  });

  test.each(orders)('decodes to the reference tokens in the order %s, %s, %s', async (...names) => {
    for (const maxRows of [2, names.length]) {
      await using joint = await loadJoint('fp32', maxRows);
      const decoded = await decodeGreedy(joint, names.map(readGoldenFrames), goldenRules);
      expect(decoded.map(withoutProbability)).toEqual(names.map(goldenTokens));
    }
  });
});

describe('Recognizer', () => {
  test.each(['fp32', 'fp16', 'int8'] as const)(
    'hears the words of the golden calls in %s, alone and together in any order',
    async (precision) => {
      await using recognizer = await Recognizer.load({ modelDirectory, precision, intraOpThreads: 1 });
      for (const name of goldenCalls) {
        const [{ text, words }] = await recognizer.recognizeChunks([readCall(name)]);
        expect(text).toBe(readGolden(name).text);
        expect(words.map(({ word }) => word).join(' ')).toBe(text);
      }
      for (const names of orders) {
        const heard = await recognizer.recognizeChunks(names.map(readCall));
        expect(heard.map(({ text }) => text)).toEqual(names.map((name) => readGolden(name).text));
      }
    },
  );

  test('gives the reference tokens in fp32 from the recording on', async () => {
    await using recognizer = await Recognizer.load({ modelDirectory, precision: 'fp32', intraOpThreads: 1 });
    const heard = await recognizer.recognizeChunks(goldenCalls.map(readCall));
    expect(heard.map(({ tokens }) => withoutProbability(tokens))).toEqual(goldenCalls.map(goldenTokens));
  });

  test('gives the same numbers in int8 whatever a call is recognised together with', async () => {
    await using recognizer = await Recognizer.load({ modelDirectory, precision: 'int8', intraOpThreads: 1 });
    const alone = [];
    for (const name of goldenCalls) alone.push(...(await recognizer.recognizeChunks([readCall(name)])));
    expect(await recognizer.recognizeChunks(goldenCalls.map(readCall))).toEqual(alone);
  });
});
