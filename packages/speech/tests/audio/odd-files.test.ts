import { mkdir, readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeRecording } from '../../src/audio/decode-recording.ts';
import { describeDecoder } from '../../src/audio/describe-decoder.ts';
import { readAll } from '../_golden.ts';
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
let mono: string;
let stereo: string;

beforeAll(async () => {
  folder = await createFolder();
  mono = await makeSpoken(1, folder.file('mono.wav'));
  stereo = await makeSpoken(2, folder.file('stereo.wav'));
});

afterAll(() => folder[Symbol.asyncDispose]());

/** Makes a file from both sources with ffmpeg, and returns its path. */
async function make(name: string, ...args: readonly string[]): Promise<string> {
  await ffmpeg('-i', mono, '-i', stereo, ...args, folder.file(name));
  return folder.file(name);
}

const picture = ['-f', 'lavfi', '-i', `testsrc=size=64x64:rate=5:duration=${spokenSeconds}`];

function loudness(samples: readonly number[], fromSeconds: number, toSeconds: number, sampleRateHz: number): number {
  const part = samples.slice(fromSeconds * sampleRateHz, toSeconds * sampleRateHz);
  return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length);
}

describe('decodeRecording', () => {
  test.each([
    { name: 'mp3.wav', args: ['-map', '0', '-f', 'mp3'], container: 'mp3' },
    { name: 'wav.mp3', args: ['-map', '0', '-f', 'wav'], container: 'wav' },
    { name: 'ogg.amr', args: ['-map', '0', '-c:a', 'libopus', '-f', 'ogg'], container: 'ogg' },
    { name: '-y flac %03d *?.m3u8', args: ['-map', '0', '-f', 'flac'], container: 'flac' },
  ])('goes by the content of "$name", not by its name', async ({ name, args, container }) => {
    await using decoded = await decodeRecording(await make(name, ...args));
    expect(decoded.container).toBe(container);
    expect(decoded.durationSeconds).toBeGreaterThanOrEqual(spokenSeconds);
  });

  test.each(['mp4', 'mkv'])('hears the audio of a video (%s) from the time at which it begins', async (extension) => {
    const file = await make(
      `late.${extension}`,
      ...picture,
      ...'-itsoffset 1 -i'.split(' '),
      mono,
      ...'-map 2:v -map 3:a -c:v mpeg4 -c:a aac -ar 16000'.split(' '),
    );
    const { channels, sampleRateHz, durationSeconds } = await decodeBytes(folder, await readFile(file));
    expect(loudness(channels[0], 0, 0.9, sampleRateHz)).toBeLessThan(0.001);
    expect(loudness(channels[0], 1.1, 2, sampleRateHz)).toBeGreaterThan(0.01);
    expect(Math.abs(durationSeconds - spokenSeconds - 1)).toBeLessThan(0.2);
  });

  test('takes the first of two audio streams', async () => {
    const file = await make('two.mkv', '-map', '1', '-map', '0', '-c:a', 'pcm_s16le');
    await using decoded = await decodeRecording(file);
    expect(decoded.channels).toHaveLength(2);
  });

  test('overlooks the picture on the cover', async () => {
    const cover = [...picture.slice(0, 3), 'testsrc=size=2000x2000:duration=0.1', '-map', '0:a', '-map', '2:v'];
    const file = await make('cover.mp3', ...cover, '-frames:v', '1', '-c:v', 'png', '-id3v2_version', '3');
    await using decoded = await decodeRecording(file);
    expect(decoded).toMatchObject({ container: 'mp3', durationSeconds: spokenSeconds, truncated: false });
  });

  test('refuses a video without sound', async () => {
    const bytes = await readFile(await make('silent.mp4', ...picture, '-map', '2:v', '-c:v', 'mpeg4'));
    expect(await refuseBytes(folder, bytes)).toMatchObject({
      code: 'not_audio',
      message: 'The file has no audio in it.',
    });
  });

  test.each(['rf64', 'bw64'])('reads %s, the WAV of files above 4 GB', async (kind) => {
    const bytes = await readFile(await make('rf64.wav', '-map', '0', '-rf64', 'always'));
    bytes.write(kind.toUpperCase(), 'latin1');
    expect(await decodeBytes(folder, bytes)).toMatchObject({
      container: 'wav',
      codec: 'pcm_s16le',
      durationSeconds: spokenSeconds,
    });
  });

  test.each([
    { name: 'Sony Wave64', args: ['-f', 'w64'], code: 'not_audio' },
    { name: 'raw mu-law', args: ['-f', 'mulaw'], code: 'not_audio' },
    { name: 'raw 16-bit samples', args: ['-f', 's16le'], code: 'not_audio' },
    { name: 'Windows Media', args: ['-f', 'asf'], code: 'not_audio' },
    { name: 'AVI', args: ['-f', 'avi'], code: 'not_audio' },
    { name: 'MP2', args: ['-f', 'mp2', '-ar', '16000'], code: 'unsupported_codec' },
    { name: 'WMA in Matroska', args: ['-f', 'matroska', '-c:a', 'wmav2', '-ar', '16000'], code: 'unsupported_codec' },
  ])('refuses $name', async ({ name, args, code }) => {
    const bytes = await readFile(await make(name, '-map', '0', ...args));
    expect(await refuseBytes(folder, bytes)).toMatchObject({ code });
  });

  test.each([
    { name: '5.1', args: ['-ac', '6'], code: 'unsupported_channels' },
    { name: '192 kHz', args: ['-ar', '192000'], code: 'unsupported_rate' },
  ])('refuses $name', async ({ name, args, code }) => {
    const bytes = await readFile(await make(`${name}.flac`, '-map', '0', ...args));
    expect(await refuseBytes(folder, bytes)).toMatchObject({ code });
  });

  test.each(['webm', 'ogg'])('keeps the times where packets are missing (%s)', async (extension) => {
    const whole = await make(`whole.${extension}`, '-map', '0', '-c:a', 'libopus');
    // Packets of 20 ms: the second from 1 to 2 is not there, as when a party is muted.
    const cut = ['-c', 'copy', '-bsf:a', "noise=drop='between(n,50,99)'", folder.file(`gap.${extension}`)];
    await ffmpeg('-i', whole, ...cut);
    const [expected, actual] = await Promise.all(
      [whole, folder.file(`gap.${extension}`)].map(async (file) => decodeBytes(folder, await readFile(file))),
    );
    expect(Math.abs(actual.durationSeconds - expected.durationSeconds)).toBeLessThan(0.05);
    expect(loudness(actual.channels[0], 1.1, 1.9, 48_000)).toBeLessThan(0.001);
    expect(loudness(actual.channels[0], 2.1, 2.9, 48_000)).toBeCloseTo(
      loudness(expected.channels[0], 2.1, 2.9, 48_000),
      2,
    );
  });

  test('goes on where a stream changes its rate and channels', async () => {
    const parts = await Promise.all([
      readFile(await make('first.mp3', '-map', '0', '-ar', '8000', '-write_xing', '0', '-id3v2_version', '0')),
      readFile(await make('second.mp3', '-map', '1', '-ar', '16000', '-write_xing', '0', '-id3v2_version', '0')),
    ]);
    const { durationSeconds } = await decodeBytes(folder, Buffer.concat(parts));
    expect(Math.abs(durationSeconds - 2 * spokenSeconds)).toBeLessThan(0.3);
  });

  test('refuses by the decoded length when the headers do not tell', async () => {
    const bytes = await readFile(await make('stream.mp3', '-map', '0', '-write_xing', '0'));
    expect(await refuseBytes(folder, bytes, { maxSeconds: 2 })).toMatchObject({
      code: 'too_long',
      message: 'The recording is longer than the 2 s that are recognised.',
    });
    expect((await decodeBytes(folder, bytes, { maxSeconds: 4 })).durationSeconds).toBeGreaterThan(spokenSeconds);
  });

  test('refuses by the headers before anything is decoded', async () => {
    const bytes = await readFile(mono);
    const options = { maxSeconds: 2, ffmpeg: 'nosuchprogram' };
    expect(await refuseBytes(folder, bytes, options)).toMatchObject({
      code: 'too_long',
      message: 'The recording lasts 3 s; at most 2 s are recognised.',
    });
  });

  test('refuses what is no file', async () => {
    await mkdir(folder.file('directory'));
    await expect(decodeRecording(folder.file('directory'))).rejects.toMatchObject({ code: 'not_audio' });
    await expect(decodeRecording(folder.file('missing'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test.each([{ ffprobe: 'nosuchprogram' }, { ffmpeg: 'nosuchprogram' }])('says that %j is missing', async (options) => {
    await expect(decodeRecording(mono, options)).rejects.toMatchObject({ code: 'decoder_unavailable' });
  });

  test('ends with the signal', async () => {
    const abort = new AbortController();
    const decoding = decodeRecording(mono, { signal: abort.signal });
    abort.abort();
    await expect(decoding).rejects.toMatchObject({ name: 'AbortError' });
  });

  test.runIf(process.platform === 'linux')(
    'leaves nothing open, neither after samples nor after a refusal',
    async () => {
      const countOpen = async (): Promise<number> => (await readdir('/proc/self/fd')).length;
      const decodeAll = async (): Promise<void> => {
        await using _ = await decodeRecording(mono);
        await refuseBytes(folder, Buffer.from('no recording'));
        await refuseBytes(folder, await readFile(mono), { maxSeconds: 1 });
      };
      await decodeAll();
      const before = await countOpen();
      await decodeAll();
      expect(await countOpen()).toBe(before);
    },
  );

  test('can be read until it is disposed of', async () => {
    const decoded = await decodeRecording(mono);
    expect(readAll(decoded.channels[0])).toHaveLength(spokenSeconds * 8000);
    await decoded[Symbol.asyncDispose]();
    expect(() => readAll(decoded.channels[0])).toThrow('disposed');
  });
});

describe('describeDecoder', () => {
  test('says which ffmpeg there is', async () => {
    expect((await describeDecoder()).version).toMatch(/^\S*\d/);
  });

  test('says that there is none', async () => {
    await expect(describeDecoder({ ffprobe: 'nosuchprogram' })).rejects.toMatchObject({ code: 'decoder_unavailable' });
  });
});
