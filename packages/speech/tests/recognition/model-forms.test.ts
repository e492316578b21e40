import { describe, expect, test } from 'vitest';
import { EncoderSession } from '../../src/recognition/encoder-session.ts';
import { JointSession } from '../../src/recognition/joint-session.ts';
import { readModelFiles, type ModelPrecision } from '../../src/recognition/model-files.ts';
import { decodeGreedy } from '../../src/recognition/tdt-decoder.ts';
import { buildFeatures, copyFixtureModel, readExpected, type FixtureModel } from './_models.ts';

/** Features to tokens with one of the small models, `frames` of them, `maxRows` utterances at a time. */
async function decode(model: FixtureModel, precision: ModelPrecision, maxRows: number, frames: readonly number[]) {
  const files = await readModelFiles(await copyFixtureModel(model), precision);
  const { config, vocabulary } = files;
  await using joint = await JointSession.load(files.decoderJointPath, {
    vocabularySize: vocabulary.pieces.length,
    maxRows,
  });
  const sizes = { featureCount: config.featureCount, frameWidth: joint.frameWidth };
  await using encoder = await EncoderSession.load(files.encoderPath, sizes, { device: 'cpu', intraOpThreads: 1 });
  const encoded = await encoder.encode(frames.map((count) => buildFeatures(config.featureCount, count)));
  const rules = { blankId: vocabulary.blankId, maxTokensPerStep: config.maxTokensPerStep };
  const decoded = await decodeGreedy(joint, encoded, rules);
  return { encoded, tokens: decoded.map((all) => all.map(({ id, frame, duration }) => ({ id, frame, duration }))) };
}

describe.each([
  { model: 'tdt-80-mel', precision: 'fp32' },
  { model: 'tdt-128-mel', precision: 'fp32' },
  { model: 'tdt-128-mel', precision: 'fp16' },
  { model: 'rnnt-int64', precision: 'fp32' },
] as const)('the model $model in $precision', ({ model, precision }) => {
  test('gives the frames and tokens of the reference loop', async () => {
    const { frames, ...references } = readExpected(model);
    const expected = references[precision];
    const { encoded, tokens } = await decode(model, precision, 1, [frames]);
    expect(encoded[0].frameCount).toBe(expected?.encodedLength);
    expected?.firstFrame.forEach((value, d) => expect(encoded[0].frames[d]).toBeCloseTo(value, 4));
    expect(tokens).toEqual([expected?.tokens]);
  });

  test('gives each of several utterances the tokens it has alone', async () => {
    const lengths = [400, 17, 160, 3, 289];
    const alone = await Promise.all(lengths.map((length) => decode(model, precision, 1, [length])));
    const together = await decode(model, precision, 3, lengths);
    expect(together.tokens).toEqual(alone.flatMap(({ tokens }) => tokens));
    expect(together.tokens.flat().length).toBeGreaterThan(0);
  });
});
