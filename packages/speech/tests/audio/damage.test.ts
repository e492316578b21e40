import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formats } from './_formats.ts';
import {
  createFolder,
  decodeBytes,
  ffmpeg,
  makeSpoken,
  refuseBytes,
  spokenSeconds,
  type Folder,
} from './_recordings.ts';

let folder: Folder;

/** What states its length before its audio is known to be cut off; of a stream nobody can tell. */
const stating = ['pcm_s16le.wav', 'pcm_mulaw.wav', 'adpcm_ms.wav', 'gsm_ms.wav', 'cbr.mp3', 'flac.flac', 'opus.webm'];
const streaming = ['stream.mp3', 'opus.ogg', 'vorbis.ogg'];
const withIndexAtTheEnd = ['aac.m4a', 'alac.m4a'];

beforeAll(async () => {
  folder = await createFolder();
  const spoken = await makeSpoken(1, folder.file('spoken.wav'));
  const wanted = new Set([...stating, ...streaming, ...withIndexAtTheEnd]);
  const outputs = formats
    .filter(({ file }) => wanted.has(file))
    .flatMap(({ file, encoder }) => [...encoder, folder.file(file)]);
  await ffmpeg('-i', spoken, ...outputs, '-c:a', 'aac', '-movflags', '+faststart', folder.file('faststart.m4a'));
});

afterAll(() => folder[Symbol.asyncDispose]());

async function cut(file: string, part: number): Promise<Buffer> {
  const bytes = await readFile(folder.file(file));
  return bytes.subarray(0, Math.floor(bytes.length * part));
}

describe('a recording that was cut off', () => {
  test.each([...stating, ...streaming, 'faststart.m4a'].flatMap((file) => [0.5, 0.95].map((part) => ({ file, part }))))(
    '($file after $part of its bytes) is decoded as far as it goes',
    async ({ file, part }) => {
      const { durationSeconds } = await decodeBytes(folder, await cut(file, part));
      // Headers, indexes and pages weigh something in so short a file.
      expect(durationSeconds).toBeGreaterThan((part - 0.35) * spokenSeconds);
      expect(durationSeconds).toBeLessThan((part + 0.2) * spokenSeconds);
    },
  );

  test.each([...stating, 'faststart.m4a'])('(%s) is known to be cut off', async (file) => {
    expect(await decodeBytes(folder, await cut(file, 0.8))).toMatchObject({ truncated: true });
  });

  test.each(withIndexAtTheEnd)('(%s) is refused, and the reason says why', async (file) => {
    const refusal = await refuseBytes(folder, await cut(file, 0.9));
    expect(refusal).toMatchObject({ code: 'damaged', message: expect.stringContaining('cut off') });
  });
});

test.each(['cbr.mp3', 'flac.flac', 'opus.ogg', 'faststart.m4a'])(
  'bytes of %s that are overwritten cost not much more than themselves, and are noticed',
  async (file) => {
    const bytes = await readFile(folder.file(file));
    const middle = Math.floor(bytes.length / 2);
    bytes.fill(0x55, middle, middle + Math.floor(bytes.length / 20));
    const { truncated, durationSeconds } = await decodeBytes(folder, bytes);
    expect(truncated).toBe(true);
    expect(durationSeconds).toBeGreaterThan(spokenSeconds * 0.5);
    expect(durationSeconds).toBeLessThan(spokenSeconds * 1.1);
  },
);
