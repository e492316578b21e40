import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelDirectory } from '@callscript/demo-model';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  countWordErrors,
  ModelError,
  Recognizer,
  RecognizerThread,
  resampleTo16k,
  transcribeRecording,
} from '../src/index.ts';
import { goldenCalls, readAll, readGolden, readGoldenBytes, readGoldenRecording } from './_golden.ts';
import { buildWav } from './_wav-bytes.ts';

const onnxruntime = path.dirname(fileURLToPath(import.meta.resolve('onnxruntime-node/package.json')));
const cudaProvider = path.join(onnxruntime, 'bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so');
const options = { modelDirectory, precision: 'fp32', intraOpThreads: 1 } as const;

const callSamples = goldenCalls.map((name) => readAll(resampleTo16k(readGoldenRecording(name).channels[0], 8000)));
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

describe('the device', () => {
  test('is the CPU unless another is asked for', async () => {
    await using recognizer = await Recognizer.load(options);
    expect(recognizer.device).toBe('cpu');
  });

  test('cannot be CUDA for int8 graphs', async () => {
    const loading = Recognizer.load({ ...options, device: 'cuda', precision: 'int8' });
    await expect(loading).rejects.toMatchObject({ code: 'device_unusable', message: expect.stringMatching(/int8/) });
  });

  test.skipIf(existsSync(cudaProvider))(
    'is refused with what onnxruntime says when CUDA is not installed',
    async () => {
      await expect(RecognizerThread.start({ ...options, device: 'cuda' })).rejects.toMatchObject({
        name: 'ModelError',
        code: 'device_unusable',
        message: expect.stringMatching(
          /^encoder-model\.onnx cannot be loaded on CUDA: .*Failed to load shared library/,
        ),
      });
    },
  );
});

describe('RecognizerThread', () => {
  const agentOnFirst = { agentChannel: 0 } as const;

  test('hears what a recogniser in this thread hears', async () => {
    await using thread = await RecognizerThread.start(options);
    await using recognizer = await Recognizer.load(options);
    for (const name of goldenCalls) {
      const expected = await transcribeRecording(readGoldenRecording(name), recognizer, agentOnFirst);
      expect(expected.text).not.toBe('');
      expect(await thread.transcribe(readGoldenBytes(name), agentOnFirst)).toEqual(expected);
    }
  });

  test('takes bytes over that have a buffer of their own, and copies a part of a larger one', async () => {
    await using thread = await RecognizerThread.start(options);
    const bytes = Uint8Array.from(readGoldenBytes('quote'));
    const larger = new Uint8Array(bytes.length + 2);
    larger.set(bytes, 1);
    const part = await thread.transcribe(larger.subarray(1, -1), agentOnFirst);
    const whole = await thread.transcribe(bytes, agentOnFirst);
    expect(part).toEqual(whole);
    expect(larger.length).toBeGreaterThan(2);
    expect(bytes.length).toBe(0);
  });

  test('decodes, resamples and recognises while the calling thread is free', async () => {
    await using thread = await RecognizerThread.start(options);
    // Silence in mu-law, so that decoding and resampling are nearly all there is to do.
    const data = new Uint8Array(1200 * 16_000).fill(0xff);
    const twentyMinutes = buildWav({ channels: 2, formatTag: 7, bitsPerSample: 8, data });
    const before = performance.eventLoopUtilization();
    expect(await thread.transcribe(twentyMinutes, agentOnFirst)).toMatchObject({ durationSeconds: 1200 });
    expect(performance.eventLoopUtilization(before).utilization).toBeLessThan(0.2);
  });

  test('recognises calls side by side', async () => {
    await using thread = await RecognizerThread.start(options);
    const calls = goldenCalls.map((name) => thread.transcribe(readGoldenBytes(name), agentOnFirst));
    const heard = (await Promise.all(calls)).map(({ text }) => text.replaceAll('\n', ' '));
    expect(heard).toEqual(callTexts);
  });

  test('refuses what is not a recording, and one that is too long, as the reader does', async () => {
    await using thread = await RecognizerThread.start(options);
    await expect(thread.transcribe(Buffer.from('<html>'), agentOnFirst)).rejects.toMatchObject({
      name: 'AudioFormatError',
      code: 'not_audio',
      message: 'The file is not a WAV recording. It looks like a web page.',
    });
    const tooLong = thread.transcribe(readGoldenBytes('quote'), { ...agentOnFirst, maxSeconds: 1 });
    await expect(tooLong).rejects.toMatchObject({ name: 'AudioFormatError', code: 'too_long' });
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
    const { signal } = controller;
    const transcribing = thread.transcribe(readGoldenBytes('quote'), { ...agentOnFirst, signal });
    controller.abort(new Error('lease lost'));
    await expect(transcribing).rejects.toThrow('lease lost');
    const { text } = await thread.transcribe(readGoldenBytes('refusal'), agentOnFirst);
    expect(text.replaceAll('\n', ' ')).toBe(readGolden('refusal').text);
  });
});
