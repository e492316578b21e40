import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelDirectory } from '@callscript/demo-model';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ModelError, Recognizer, resampleTo16k } from '../../src/index.ts';
import { goldenCalls, readAll, readGoldenRecording } from '../_golden.ts';

const onnxruntime = path.dirname(fileURLToPath(import.meta.resolve('onnxruntime-node/package.json')));
const cudaProvider = path.join(onnxruntime, 'bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so');
const options = { modelDirectory, precision: 'fp32', intraOpThreads: 1 } as const;

const callSamples = goldenCalls.map((name) => readAll(resampleTo16k(readGoldenRecording(name).channels[0], 8000)));
/** A copy of the demo model that may be spoilt. */
async function copyModel(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'speech-model-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  await cp(modelDirectory, directory, { recursive: true });
  return directory;
}

async function loadError(directory: string): Promise<unknown> {
  return Recognizer.load({ ...options, modelDirectory: directory }).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('Recognizer', () => {
  test('hears nothing in no audio, in audio under 0.1 s and in silence', async () => {
    await using recognizer = await Recognizer.load(options);
    const nothing = { text: '', words: [], tokens: [] };
    const [speech] = callSamples;
    expect(await recognizer.recognizeChunks([new Float32Array(0)])).toEqual([nothing]);
    expect(await recognizer.recognizeChunks([speech.subarray(8000, 9599)])).toEqual([nothing]);
    expect(await recognizer.recognizeChunks([new Float32Array(16_000)])).toEqual([nothing]);
  });

  test('takes what stays below -60 dBFS for silence, whatever it could make of it', async () => {
    await using recognizer = await Recognizer.load(options);
    const faint = callSamples[0].map((sample) => sample / 500);
    expect((await recognizer.recognizeChunks([faint]))[0].text).toBe('');
    expect((await recognizer.recognizeChunks([faint.map((sample) => sample * 20)]))[0].text).not.toBe('');
  });

  test('names the file that is missing', async () => {
    const directory = await copyModel();
    await rm(path.join(directory, 'decoder_joint-model.onnx'));
    const error = await loadError(directory);
    expect(error).toBeInstanceOf(ModelError);
    expect(error).toMatchObject({
      code: 'model_file_missing',
      message: expect.stringContaining('decoder_joint-model.onnx'),
    });
  });

  test('names a graph that is damaged', async () => {
    const directory = await copyModel();
    await truncate(path.join(directory, 'encoder-model.onnx'), 10_000);
    expect(await loadError(directory)).toMatchObject({
      code: 'model_file_invalid',
      message: expect.stringMatching(/^encoder-model\.onnx cannot be loaded: ./),
    });
  });

  test.each([
    { config: '{', message: 'config.json is not JSON.' },
    { config: '[]', message: 'config.json: model_type is undefined, not "nemo-conformer-tdt".' },
    {
      config: '{"model_type":"nemo-conformer-tdt","features_size":"128","subsampling_factor":8}',
      message: 'config.json: features_size is "128", not a positive whole number.',
    },
  ])('says what is wrong with a config of $config', async ({ config, message }) => {
    const directory = await copyModel();
    await writeFile(path.join(directory, 'config.json'), config);
    expect(await loadError(directory)).toMatchObject({ code: 'model_file_invalid', message });
  });

  test('names tensor and shape when the encoder reads other features than the config says', async () => {
    const directory = await copyModel();
    await writeFile(
      path.join(directory, 'config.json'),
      '{"model_type":"nemo-conformer-tdt","features_size":80,"subsampling_factor":8}',
    );
    const error = await loadError(directory);
    expect(error).toMatchObject({ code: 'model_contract_mismatch' });
    expect((error as Error).message).toMatch(
      /^encoder-model\.onnx: "audio_signal" has shape \[.*128.*\], not \[1, 80, any\]\.$/,
    );
  });

  test('notices a graph in the place of another', async () => {
    const directory = await copyModel();
    await cp(path.join(directory, 'encoder-model.onnx'), path.join(directory, 'decoder_joint-model.onnx'));
    expect(await loadError(directory)).toMatchObject({
      code: 'model_contract_mismatch',
      message: 'decoder_joint-model.onnx has no tensor "encoder_outputs"; it has audio_signal, length.',
    });
  });

  test('notices a vocabulary with more tokens than the network scores', async () => {
    const directory = await copyModel();
    const lines = Array.from({ length: 500 }, (_, id) => `${id === 499 ? '<blk>' : 'x'} ${id}`);
    await writeFile(path.join(directory, 'vocab.txt'), lines.join('\n'));
    expect(await loadError(directory)).toMatchObject({
      code: 'model_contract_mismatch',
      message: expect.stringMatching(/^decoder_joint-model\.onnx gives \d+ scores, but vocab\.txt has 500 tokens/),
    });
  });
});

describe('the device', () => {
  test('cannot be CUDA for int8 graphs', async () => {
    const loading = Recognizer.load({ ...options, device: 'cuda', precision: 'int8' });
    await expect(loading).rejects.toMatchObject({ code: 'device_unusable', message: expect.stringMatching(/int8/) });
  });

  test.skipIf(existsSync(cudaProvider))(
    'is refused with what onnxruntime says when CUDA is not installed',
    async () => {
      await expect(Recognizer.load({ ...options, device: 'cuda' })).rejects.toMatchObject({
        name: 'ModelError',
        code: 'device_unusable',
        message: expect.stringMatching(
          /^encoder-model\.onnx cannot be loaded on CUDA: .*Failed to load shared library/,
        ),
      });
    },
  );
});
