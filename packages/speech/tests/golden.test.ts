import { modelDirectory } from '@callscript/demo-model';
import { describe, expect, test } from 'vitest';
import { EncoderSession } from '../src/recognition/encoder-session.ts';
import { Recognizer, resampleTo16k, type ModelPrecision } from '../src/index.ts';
import { JointSession } from '../src/recognition/joint-session.ts';
import { MelFrontEnd } from '../src/features/mel.ts';
import { readModelFiles } from '../src/recognition/model-files.ts';
import { decodeGreedy, type EncodedFrames } from '../src/recognition/tdt-decoder.ts';
import { goldenCalls, readAll, maxDifference, readGolden, readGoldenArray, readGoldenRecording } from './_golden.ts';

// Audio and features have their own golden tests beside the source; here the networks, alone and then together.

async function loadSessions(precision: ModelPrecision) {
  const files = await readModelFiles(modelDirectory, precision);
  const joint = await JointSession.load(files.decoderJointPath, files.vocabulary.pieces.length);
  const sizes = { featureCount: files.config.featureCount, frameWidth: joint.frameWidth };
  const encoder = await EncoderSession.load(files.encoderPath, sizes, { device: 'cpu', intraOpThreads: 1 });
  return { files, joint, encoder };
}

/** The golden encoder output is [width x frames]; ours has frames contiguous. */
function transposeGolden(columns: Float32Array, { width, frameCount }: EncodedFrames): Float32Array {
  return Float32Array.from(
    { length: columns.length },
    (_, i) => columns[(i % width) * frameCount + Math.floor(i / width)],
  );
}

describe.each(goldenCalls)('the call "%s" in fp32', (name) => {
  test('has the encoder output of the reference', async () => {
    const { encoder } = await loadSessions('fp32');
    const encoded = await encoder.encode(new MelFrontEnd(128).compute(readGoldenArray(name, 'pcm16k')));
    const golden = readGolden(name).encoder;
    expect([encoded.width, encoded.frameCount]).toEqual([golden.shape[0], golden.length]);
    // 1e-3 is what the reference allows between implementations of the features.
    expect(maxDifference(encoded.data, transposeGolden(readGoldenArray(name, 'enc'), encoded))).toBeLessThan(1e-3);
  });

  test('decodes the reference encoder output to the tokens, frames and durations of the reference', async () => {
    const { joint, files } = await loadSessions('fp32');
    const { encoder, tokens } = readGolden(name);
    const shape = { width: encoder.shape[0], frameCount: encoder.length };
    const data = transposeGolden(readGoldenArray(name, 'enc'), { ...shape, data: new Float32Array(0) });
    const decoded = await decodeGreedy(
      joint,
      { ...shape, data },
      { blankId: files.vocabulary.blankId, maxTokensPerStep: 10 },
    );
    expect(decoded.map(({ id, frame, duration }) => ({ id, frame, duration }))).toEqual(
      tokens.map(({ id, frame, duration }) => ({ id, frame, duration })),
    );
    expect(decoded.every(({ logProb }) => logProb <= 0 && logProb > Math.log(1 / files.vocabulary.pieces.length))).toBe(
      true,
    );
  });
});

describe.each(['fp32', 'int8'] as const)('Recognizer in %s', (precision) => {
  test.each(goldenCalls)('hears the words of the call "%s" in its recording', async (name) => {
    await using recognizer = await Recognizer.load({ modelDirectory, precision, intraOpThreads: 1 });
    const [samples] = readGoldenRecording(name).channels;
    const { text, words } = await recognizer.recognizeChunk(readAll(resampleTo16k(samples, 8000)));
    expect(text).toBe(readGolden(name).text);
    expect(words.map(({ word }) => word).join(' ')).toBe(text);
  });
});
