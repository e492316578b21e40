import { copyFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ModelError } from '../../src/index.ts';
import { copyDemoModel, copyFixtureModel, findLoadError, fixturePath, writeVocabulary } from './_models.ts';

const config = (entries: object): string =>
  JSON.stringify({ model_type: 'nemo-conformer-tdt', features_size: 80, subsampling_factor: 8, ...entries });

async function writeConfig(directory: string, text: string): Promise<void> {
  await writeFile(path.join(directory, 'config.json'), text);
}

describe('a file that is missing', () => {
  test.each(['config.json', 'vocab.txt', 'encoder-model.onnx', 'decoder_joint-model.onnx'])(
    'is named: %s',
    async (file) => {
      const directory = await copyFixtureModel('tdt-80-mel');
      await rm(path.join(directory, file));
      const error = await findLoadError(directory);
      expect(error).toBeInstanceOf(ModelError);
      expect(error).toMatchObject({
        code: 'model_file_missing',
        message: `The model folder ${directory} has no readable ${file}.`,
      });
    },
  );

  test('is named when it holds the weights of a graph', async () => {
    const directory = await copyFixtureModel('tdt-128-mel');
    await rm(path.join(directory, 'encoder-model.onnx.data'));
    expect(await findLoadError(directory)).toMatchObject({
      code: 'model_file_missing',
      message: 'encoder-model.onnx keeps its weights in encoder-model.onnx.data, which is not beside it.',
    });
  });

  test('is named by its precision', async () => {
    const directory = await copyFixtureModel('tdt-80-mel');
    expect(await findLoadError(directory, 'fp16')).toMatchObject({
      code: 'model_file_missing',
      message: expect.stringContaining('encoder-model.fp16.onnx'),
    });
    expect(await findLoadError(directory, 'int8')).toMatchObject({
      code: 'model_file_missing',
      message: expect.stringContaining('encoder-model.int8.onnx'),
    });
  });
});

describe('a file that is damaged', () => {
  test.each(['encoder-model.onnx', 'decoder_joint-model.onnx'])('is named when it is cut off: %s', async (file) => {
    const directory = await copyDemoModel();
    await truncate(path.join(directory, file), 10_000);
    expect(await findLoadError(directory)).toMatchObject({
      code: 'model_file_invalid',
      message: expect.stringMatching(new RegExp(`^${file} cannot be loaded: .`)),
    });
  });

  test.each([
    { what: 'empty', bytes: '' },
    { what: 'a web page', bytes: '<html></html>' },
    { what: 'a pointer to a large file', bytes: 'version https://git-lfs.github.com/spec/v1\nsize 42\n' },
  ])('is named when it is $what', async ({ bytes }) => {
    const directory = await copyFixtureModel('tdt-80-mel');
    await writeFile(path.join(directory, 'encoder-model.onnx'), bytes);
    expect(await findLoadError(directory)).toMatchObject({
      code: 'model_file_invalid',
      message: expect.stringMatching(/^encoder-model\.onnx cannot be loaded: ./),
    });
  });

  test('is named when it holds the weights of a graph and is too short', async () => {
    const directory = await copyFixtureModel('tdt-128-mel');
    await truncate(path.join(directory, 'encoder-model.onnx.data'), 1);
    expect(await findLoadError(directory)).toMatchObject({
      code: 'model_file_invalid',
      message: expect.stringMatching(/^encoder-model\.onnx cannot be loaded: ./),
    });
  });
});

describe('config.json', () => {
  test.each([
    { text: '{', message: 'config.json is not JSON.' },
    { text: '[]', message: 'config.json: model_type is undefined, not "nemo-conformer-tdt".' },
    {
      text: config({ model_type: 'nemo-conformer-ctc' }),
      message: 'config.json: model_type is "nemo-conformer-ctc", not "nemo-conformer-tdt".',
    },
    {
      text: config({ features_size: '128' }),
      message: 'config.json: features_size is "128", not a positive whole number.',
    },
    {
      text: config({ subsampling_factor: 0 }),
      message: 'config.json: subsampling_factor is 0, not a positive whole number.',
    },
    {
      text: config({ max_tokens_per_step: 1.5 }),
      message: 'config.json: max_tokens_per_step is 1.5, not a positive whole number.',
    },
  ])('is refused with what is wrong: $message', async ({ text, message }) => {
    const directory = await copyFixtureModel('tdt-80-mel');
    await writeConfig(directory, text);
    expect(await findLoadError(directory)).toMatchObject({ code: 'model_file_invalid', message });
  });

  test('may leave out how many tokens a step may have', async () => {
    const directory = await copyFixtureModel('tdt-80-mel');
    await writeConfig(directory, config({}));
    expect(await findLoadError(directory)).toBeUndefined();
  });

  test('is refused when the encoder says that it reads other features', async () => {
    const directory = await copyFixtureModel('tdt-80-mel');
    await writeConfig(directory, config({ features_size: 128 }));
    expect(await findLoadError(directory)).toMatchObject({
      code: 'model_contract_mismatch',
      message: 'encoder-model.onnx: "audio_signal" has shape [B, 80, T], not [1, 128, any].',
    });
  });

  test('is refused when the encoder does not say it, but fails on them', async () => {
    const directory = await copyFixtureModel('tdt-80-mel');
    await copyFile(fixturePath('broken', 'encoder-open-features.onnx'), path.join(directory, 'encoder-model.onnx'));
    expect(await findLoadError(directory)).toBeUndefined();
    await writeConfig(directory, config({ features_size: 128 }));
    expect(await findLoadError(directory)).toMatchObject({
      code: 'model_contract_mismatch',
      message: expect.stringMatching(/^encoder-model\.onnx fails when it is tried out: ./),
    });
  });
});

describe('a graph', () => {
  test('is refused by the name of the tensor that it lacks', async () => {
    const directory = await copyFixtureModel('tdt-80-mel');
    await copyFile(path.join(directory, 'encoder-model.onnx'), path.join(directory, 'decoder_joint-model.onnx'));
    expect(await findLoadError(directory)).toMatchObject({
      code: 'model_contract_mismatch',
      message: 'decoder_joint-model.onnx has no tensor "encoder_outputs"; it has audio_signal, length.',
    });
  });

  test('is refused by the type of a tensor', async () => {
    const directory = await copyFixtureModel('tdt-80-mel');
    await copyFile(fixturePath('broken', 'encoder-float64.onnx'), path.join(directory, 'encoder-model.onnx'));
    expect(await findLoadError(directory)).toMatchObject({
      code: 'model_contract_mismatch',
      message: 'encoder-model.onnx: "audio_signal" is float64, not float32 or float16.',
    });
  });

  test('is refused by the rank of a tensor', async () => {
    const directory = await copyFixtureModel('tdt-80-mel');
    await copyFile(fixturePath('broken', 'encoder-rank-2.onnx'), path.join(directory, 'encoder-model.onnx'));
    expect(await findLoadError(directory)).toMatchObject({
      code: 'model_contract_mismatch',
      message: 'encoder-model.onnx: "audio_signal" has shape [80, T], not [1, 80, any].',
    });
  });

  test('is refused when encoder and decoder are of different models', async () => {
    const directory = await copyDemoModel();
    await copyFile(
      fixturePath('tdt-80-mel', 'decoder_joint-model.onnx'),
      path.join(directory, 'decoder_joint-model.onnx'),
    );
    await writeVocabulary(directory, 1025);
    expect(await findLoadError(directory)).toMatchObject({
      code: 'model_contract_mismatch',
      message: expect.stringMatching(/^encoder-model\.onnx: "outputs" has shape .*, not \[1, 8, any\]\.$/),
    });
  });

  test.each([1024, 1026, 30, 2000])(
    'is refused when vocab.txt has %i tokens and it scores 1025',
    async (tokenCount) => {
      const directory = await copyFixtureModel('tdt-80-mel');
      await writeVocabulary(directory, tokenCount);
      expect(await findLoadError(directory)).toMatchObject({
        code: 'model_contract_mismatch',
        message:
          `decoder_joint-model.onnx gives 1030 scores, but vocab.txt has ${tokenCount} tokens: ` +
          'there must be one for each, or 5 more.',
      });
    },
  );
});
