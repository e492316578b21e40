import { cp, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { modelDirectory } from '@callscript/demo-model';
import { describe, expect, onTestFinished, test } from 'vitest';
import { countWordErrors, ModelError, Recognizer, RecognizerThread, resampleTo16k } from '../src/index.ts';
import { goldenCalls, readGolden, readGoldenRecording } from './_golden.ts';

const options = { modelDirectory, precision: 'fp32', intraOpThreads: 1 } as const;

const callSamples = goldenCalls.map((name) => resampleTo16k(readGoldenRecording(name).channels[0], 8000));
const callTexts = goldenCalls.map((name) => readGolden(name).text);
const spokenTexts = goldenCalls.map((name) => readGolden(name).spoken);

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

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
    expect(await recognizer.recognize(new Float32Array(0))).toEqual(nothing);
    expect(await recognizer.recognize(speech.subarray(8000, 9599))).toEqual(nothing);
    expect(await recognizer.recognize(new Float32Array(16_000))).toEqual(nothing);
  });

  test('takes what stays below -60 dBFS for silence, whatever it could make of it', async () => {
    await using recognizer = await Recognizer.load(options);
    const faint = callSamples[0].map((sample) => sample / 500);
    expect((await recognizer.recognize(faint)).text).toBe('');
    expect((await recognizer.recognizeChunk(faint.map((sample) => sample * 20))).text).not.toBe('');
  });

  test('recognises a call longer than a chunk, with the times of the whole call', async () => {
    await using recognizer = await Recognizer.load(options);
    const parts = [...callSamples, ...callSamples, ...callSamples];
    const { text, words, tokens } = await recognizer.recognize(concatenate(parts));
    const spoken = [...spokenTexts, ...spokenTexts, ...spokenTexts].join(' ');
    // The feature statistics now cover several voices: 8 % in chunks, 10 % in one pass, 4 % call by call.
    expect(countWordErrors(spoken, text).rate).toBeLessThan(0.15);
    const starts = words.map(({ start }) => start);
    expect(starts).toEqual(starts.toSorted((x, y) => x - y));
    const lastPartStart = concatenate(parts.slice(0, -1)).length / 16_000;
    const lastWords = words.filter(({ start }) => start >= lastPartStart).map(({ word }) => word);
    expect(countWordErrors(spokenTexts[2], lastWords.join(' ')).rate).toBeLessThan(0.15);
    expect(tokens[0].frame * 0.08).toBeCloseTo(words[0].start, 9);
    expect(tokens.findLast(({ frame }) => frame * 0.08 >= lastPartStart)).toBeDefined();
  });

  test('stops before the next chunk when it is aborted', async () => {
    await using recognizer = await Recognizer.load(options);
    const signal = AbortSignal.abort(new Error('lease lost'));
    await expect(recognizer.recognize(callSamples[0], { signal })).rejects.toThrow('lease lost');
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
      message: 'decoder_joint-model.onnx scores 390 tokens, but vocab.txt has 500.',
    });
  });
});

describe('RecognizerThread', () => {
  test('hears what a recogniser in this thread hears, and leaves the samples in place', async () => {
    await using thread = await RecognizerThread.start(options);
    await using recognizer = await Recognizer.load(options);
    const samples = concatenate([...callSamples, ...callSamples]);
    expect(await thread.recognize(samples)).toEqual(await recognizer.recognize(samples));
    expect(samples.length).toBeGreaterThan(0);
  });

  test('leaves the calling thread free while it works', async () => {
    await using thread = await RecognizerThread.start(options);
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await thread.recognize(callSamples[0]);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
  });

  test('recognises calls side by side', async () => {
    await using thread = await RecognizerThread.start(options);
    const results = await Promise.all(callSamples.map((samples) => thread.recognize(samples)));
    expect(results.map(({ text }) => text)).toEqual(callTexts);
  });

  test('refuses a model that cannot be used, with the reason', async () => {
    const directory = await copyModel();
    await rm(path.join(directory, 'vocab.txt'));
    const starting = RecognizerThread.start({ ...options, modelDirectory: directory });
    await expect(starting).rejects.toBeInstanceOf(ModelError);
    await expect(starting).rejects.toMatchObject({ code: 'model_file_missing' });
  });

  test('rejects an aborted call with the reason and serves the next', async () => {
    await using thread = await RecognizerThread.start(options);
    const controller = new AbortController();
    const recognizing = thread.recognize(callSamples[0], { signal: controller.signal });
    controller.abort(new Error('lease lost'));
    await expect(recognizing).rejects.toThrow('lease lost');
    expect((await thread.recognize(callSamples[1])).text).toBe(callTexts[1]);
  });
});
