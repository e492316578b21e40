import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeRecording } from '../../src/audio/decode-recording.ts';
import { readAll } from '../_golden.ts';
import { compare } from './_compare.ts';
import { formats } from './_formats.ts';
import { canRun, createFolder, ffmpeg, makeSpoken, type Folder } from './_recordings.ts';

const cases = formats.flatMap((format, f) =>
  format.ratesHz.map((rateHz, r) => {
    const channels = format.channels ?? ((f + r) % 2 === 0 ? 1 : 2);
    return { format, rateHz, channels, name: `${format.file} at ${rateHz} Hz with channels: ${channels}` };
  }),
);

let folder: Folder;

function place(file: string, rateHz: number, channels: number): string {
  return folder.file(`${rateHz}-${channels}-${file}`);
}

/** The source as it was handed to the encoders, one array a channel. */
async function readSource(rateHz: number, channels: number): Promise<Float32Array[]> {
  const bytes = await readFile(place('source.raw', rateHz, channels));
  const samples = new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: samples.length / channels }, (_, i) => samples[i * channels + channel] / 2 ** 15),
  );
}

beforeAll(async () => {
  folder = await createFolder();
  const ratesHz = new Set(cases.map(({ rateHz }) => rateHz));
  for (const channels of [1, 2] as const) {
    const spoken = await makeSpoken(channels, folder.file(`spoken-${channels}.wav`));
    for (const rateHz of ratesHz) {
      const outputs = cases
        .filter((example) => example.rateHz === rateHz && example.channels === channels)
        .flatMap(({ format }) => ['-ar', String(rateHz), ...format.encoder, place(format.file, rateHz, channels)]);
      const source = ['-ar', String(rateHz), '-f', 's16le', place('source.raw', rateHz, channels)];
      await ffmpeg('-i', spoken, ...source, ...outputs);
    }
  }
});

afterAll(() => folder[Symbol.asyncDispose]());

describe('decodeRecording', () => {
  test.each(cases)('hears $name', async ({ format, rateHz, channels }) => {
    await using decoded = await decodeRecording(place(format.file, rateHz, channels));
    const decodedRateHz = format.decodedRateHz ?? rateHz;
    const source = await readSource(decodedRateHz, channels);
    const sourceSeconds = source[0].length / decodedRateHz;
    const agreements = decoded.channels.map((samples, channel) =>
      compare(readAll(samples), source[channel], decodedRateHz),
    );

    const { container, codec } = format;
    expect(decoded).toMatchObject({ sampleRateHz: decodedRateHz, container, codec, truncated: false });
    expect(agreements).toHaveLength(channels);
    for (const { correlation, offsetMs } of agreements) {
      expect(correlation).toBeGreaterThanOrEqual(format.correlation - 1e-6);
      expect(Math.abs(offsetMs)).toBeLessThanOrEqual(format.offsetMs);
    }
    expect(decoded.durationSeconds).toBeGreaterThanOrEqual(sourceSeconds - 1e-9);
    expect(decoded.durationSeconds).toBeLessThanOrEqual(sourceSeconds + format.tailSeconds + 1e-9);
  });

  // No free encoder of AMR is in every ffmpeg, but any bits after a frame's first byte are some sound.
  test.each([
    { codec: 'amr_nb', head: '#!AMR\n', frameHead: 0x3c, frameBytes: 32, rateHz: 8000 },
    { codec: 'amr_wb', head: '#!AMR-WB\n', frameHead: 0x24, frameBytes: 33, rateHz: 16_000 },
  ])('hears $codec', async ({ codec, head, frameHead, frameBytes, rateHz }) => {
    const frame = Buffer.from([frameHead, ...Array.from({ length: frameBytes - 1 }, (_, i) => (i * 37) % 256)]);
    const file = folder.file(`${codec}.amr`);
    await writeFile(file, Buffer.concat([Buffer.from(head), ...Array.from({ length: 100 }, () => frame)]));
    await using decoded = await decodeRecording(file);
    expect(decoded).toMatchObject({ container: 'amr', codec, sampleRateHz: rateHz, durationSeconds: 2 });
    expect(decoded.channels).toHaveLength(1);
  });

  test('hears the speech in AMR where a program can make it', async ({ skip }) => {
    const file = folder.file('spoken.amr-nb');
    if (!(await canRun('sox', folder.file('spoken-1.wav'), '-C', '7', file))) skip('sox with AMR is not installed');
    await using decoded = await decodeRecording(file);
    const [source] = await readSource(8000, 1);
    const { correlation, offsetMs } = compare(readAll(decoded.channels[0]), source, 8000);
    expect(correlation).toBeGreaterThan(0.8);
    expect(offsetMs).toBeCloseTo(5, 0);
  });
});
