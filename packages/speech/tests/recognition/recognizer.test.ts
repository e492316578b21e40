import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { modelDirectory } from '@callscript/demo-model';
import { describe, expect, test } from 'vitest';
import { Recognizer, resampleTo16k } from '../../src/index.ts';
import { EncoderSession } from '../../src/recognition/encoder-session.ts';
import type { Encoder } from '../../src/recognition/encoder.ts';
import { readModelFiles } from '../../src/recognition/model-files.ts';
import { goldenCalls, readAll, readGoldenRecording } from '../_golden.ts';

const onnxruntime = path.dirname(fileURLToPath(import.meta.resolve('onnxruntime-node/package.json')));
const cudaProvider = path.join(onnxruntime, 'bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so');
const options = { modelDirectory, precision: 'fp32', intraOpThreads: 1 } as const;

const callSamples = await Promise.all(
  goldenCalls.map(async (name) => {
    const { channels, sampleRateHz } = await readGoldenRecording(name);
    return readAll(resampleTo16k(channels[0], sampleRateHz));
  }),
);

const nothing = { text: '', words: [], tokens: [] };

describe('Recognizer', () => {
  test('hears nothing in no audio, in audio under 0.1 s and in silence', async () => {
    await using recognizer = await Recognizer.load(options);
    const [speech] = callSamples;
    const empty = [new Float32Array(0), speech.subarray(8000, 9599), new Float32Array(16_000)];
    expect(await recognizer.recognizeChunks(empty)).toEqual([nothing, nothing, nothing]);
    expect(await recognizer.recognizeChunks([])).toEqual([]);
  });

  test('keeps the order of chunks among which some hold nothing', async () => {
    await using recognizer = await Recognizer.load(options);
    const [first, second] = callSamples;
    const [heardFirst, heardSecond] = await recognizer.recognizeChunks([first, second]);
    const silence = new Float32Array(16_000);
    const heard = await recognizer.recognizeChunks([silence, second, silence, first, second]);
    expect(heard.map(({ text }) => text)).toEqual(['', heardSecond.text, '', heardFirst.text, heardSecond.text]);
  });

  test('takes what stays below -60 dBFS for silence, whatever it could make of it', async () => {
    await using recognizer = await Recognizer.load(options);
    const faint = callSamples[0].map((sample) => sample / 500);
    const [quiet, raised] = await recognizer.recognizeChunks([faint, faint.map((sample) => sample * 20)]);
    expect(quiet).toEqual(nothing);
    expect(raised.text).not.toBe('');
  });

  test('recognises batches that are asked for at the same time', async () => {
    await using recognizer = await Recognizer.load(options);
    const alone = [];
    for (const samples of callSamples) alone.push(...(await recognizer.recognizeChunks([samples])));
    const together = await Promise.all(callSamples.map((samples) => recognizer.recognizeChunks([samples])));
    expect(together.flat()).toEqual(alone);
  });

  test('uses an encoder that lives elsewhere, and leaves it open', async () => {
    const files = await readModelFiles(modelDirectory, 'fp32');
    await using session = await EncoderSession.load(files.encoderPath, files.config, {
      device: 'cpu',
      intraOpThreads: 1,
    });
    const asked: number[] = [];
    const encoder: Encoder = {
      encode: (features) => {
        asked.push(features.length);
        return session.encode(features);
      },
    };
    await using own = await Recognizer.load(options);
    const expected = await own.recognizeChunks(callSamples);
    for (let i = 0; i < 2; i++) {
      await using recognizer = await Recognizer.create({ files, encoder });
      expect(await recognizer.recognizeChunks(callSamples)).toEqual(expected);
    }
    expect(asked).toEqual([callSamples.length, callSamples.length]);
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
