import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildChunk, buildExtensibleFormat, buildFormat, buildWav, pcm16 } from '../_wav-bytes.ts';
import { createFolder, decodeBytes, refuseBytes, type Folder } from './_recordings.ts';

let folder: Folder;
beforeAll(async () => {
  folder = await createFolder();
});
afterAll(() => folder[Symbol.asyncDispose]());

const ramp = Array.from({ length: 4000 }, (_, i) => i * 8 - 16_000);
const rampSamples = ramp.map((value) => value / 2 ** 15);

describe('a WAV file', () => {
  test('with two channels of 16 bits is decoded to the bit', async () => {
    const interleaved = ramp.flatMap((value) => [value, -value]);
    expect(await decodeBytes(folder, buildWav({ channels: 2, data: pcm16(...interleaved) }))).toEqual({
      sampleRateHz: 8000,
      channels: [rampSamples, ramp.map((value) => (0 - value) / 2 ** 15)],
      durationSeconds: 0.5,
      truncated: false,
      container: 'wav',
      codec: 'pcm_s16le',
    });
  });

  test.each([
    { codec: 'pcm_u8', formatTag: 1, bitsPerSample: 8, bytes: [0, 128, 192], expected: [-1, 0, 0.5] },
    {
      codec: 'pcm_s24le',
      formatTag: 1,
      bitsPerSample: 24,
      bytes: [0, 0, 0x80, 0, 0, 0x40, 255, 255, 255],
      expected: [-1, 0.5, -(2 ** -23)],
    },
    {
      codec: 'pcm_s32le',
      formatTag: 1,
      bitsPerSample: 32,
      bytes: [0, 0, 0, 0x80, 0, 1, 0, 0x20],
      expected: [-1, 0.25 + 2 ** -23],
    },
    // 0.5, NaN, infinity, 2.
    {
      codec: 'pcm_f32le',
      formatTag: 3,
      bitsPerSample: 32,
      bytes: [0, 0, 0, 0x3f, 0, 0, 0xc0, 0x7f, 0, 0, 0x80, 0x7f, 0, 0, 0, 0x40],
      expected: [0.5, 0, 0, 1],
    },
    // Codes and values of ITU-T G.711: largest negative, largest positive, both zeros, smallest step.
    {
      codec: 'pcm_mulaw',
      formatTag: 7,
      bitsPerSample: 8,
      bytes: [0x00, 0x80, 0xff, 0x7f, 0xfe],
      expected: [-32124, 32124, 0, 0, 8].map((value) => value / 2 ** 15),
    },
    {
      codec: 'pcm_alaw',
      formatTag: 6,
      bitsPerSample: 8,
      bytes: [0x2a, 0xaa, 0xd5, 0x55],
      expected: [-32256, 32256, 8, -8].map((value) => value / 2 ** 15),
    },
  ])('of $codec loses nothing', async ({ codec, formatTag, bitsPerSample, bytes, expected }) => {
    const wav = buildWav({ formatTag, bitsPerSample, data: Uint8Array.from(bytes) });
    expect(await decodeBytes(folder, wav)).toMatchObject({ codec, channels: [expected] });
  });

  test('names its codec in the sub-format of WAVE_FORMAT_EXTENSIBLE', async () => {
    const wav = buildWav({ format: buildExtensibleFormat(7, 8), data: new Uint8Array(800).fill(0x80) });
    expect((await decodeBytes(folder, wav)).codec).toBe('pcm_mulaw');
  });

  test('may have other chunks anywhere, of odd sizes too', async () => {
    const note = buildChunk('note', Buffer.from('odd'));
    const chunks = { chunksBefore: [note], chunksBetween: [note], chunksAfter: [note] };
    const wav = buildWav({ ...chunks, data: pcm16(...ramp) });
    expect(await decodeBytes(folder, wav)).toMatchObject({ channels: [rampSamples], truncated: false });
  });

  test('may have its data before its format', async () => {
    const chunks = [buildChunk('data', pcm16(...ramp)), buildChunk('fmt ', buildFormat({}))];
    const wav = buildChunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...chunks]));
    expect((await decodeBytes(folder, wav)).channels).toEqual([rampSamples]);
  });

  test.each([
    { dataSize: 0, riffSize: 0 },
    { dataSize: 0, riffSize: 36 },
    { dataSize: 0, riffSize: 0xffffffff },
    { dataSize: 0xffffffff, riffSize: 0xffffffff },
    // sox writes these into a pipe, others 4 GB.
    { dataSize: 0x7ffff000, riffSize: 0x7ffff024 },
    { dataSize: 4_000_000_000, riffSize: 4_000_000_036 },
  ])('of sizes $riffSize and $dataSize, which nobody filled in, goes to its end', async (sizes) => {
    const wav = buildWav({ ...sizes, data: pcm16(...ramp) });
    expect(await decodeBytes(folder, wav)).toMatchObject({ channels: [rampSamples], truncated: false });
  });

  test('is cut off when it is shorter than it says, and what is there counts', async () => {
    const wav = buildWav({ data: pcm16(...ramp) });
    expect(await decodeBytes(folder, wav.subarray(0, -1001))).toMatchObject({
      channels: [rampSamples.slice(0, -501)],
      truncated: true,
    });
  });

  test('is not too long because its header says so, when its bytes could not be', async () => {
    const wav = buildWav({ dataSize: 0x7000_0000, riffSize: 0x7000_0024, data: pcm16(...ramp) });
    expect(await decodeBytes(folder, wav, { maxSeconds: 1 })).toMatchObject({ durationSeconds: 0.5, truncated: true });
  });

  test.each([
    { what: 'a header alone', wav: buildWav({ data: new Uint8Array(0) }) },
    {
      what: 'a data chunk that is meant to be empty',
      wav: buildWav({ data: new Uint8Array(0), chunksAfter: [buildChunk('note', Buffer.alloc(9000, 'text'))] }),
    },
    { what: 'nothing', wav: new Uint8Array(0) },
  ])('with $what is empty', async ({ wav }) => {
    expect(await refuseBytes(folder, wav)).toMatchObject({ code: 'empty' });
  });

  test.each([
    {
      what: 'no format',
      code: 'not_audio',
      wav: buildChunk('RIFF', Buffer.from('WAVEdata\x08\0\0\0samples ', 'latin1')),
    },
    { what: 'a short format', code: 'not_audio', wav: buildWav({ format: Buffer.alloc(14), data: pcm16(...ramp) }) },
    { what: 'half a sample', code: 'damaged', wav: buildWav({ data: Uint8Array.of(1) }) },
    { what: 'G.729', code: 'unsupported_codec', wav: buildWav({ formatTag: 0x133, data: pcm16(...ramp) }) },
    { what: '65535 bits', code: 'unsupported_codec', wav: buildWav({ bitsPerSample: 65_535, data: pcm16(...ramp) }) },
    { what: '6 channels', code: 'unsupported_channels', wav: buildWav({ channels: 6, data: pcm16(...ramp) }) },
    { what: 'no channel', code: 'not_audio', wav: buildWav({ channels: 0, data: pcm16(...ramp) }) },
    { what: '7999 Hz', code: 'unsupported_rate', wav: buildWav({ sampleRateHz: 7999, data: pcm16(...ramp) }) },
    { what: '192 kHz', code: 'unsupported_rate', wav: buildWav({ sampleRateHz: 192_000, data: pcm16(...ramp) }) },
    { what: 'no rate', code: 'not_audio', wav: buildWav({ sampleRateHz: 0, data: pcm16(...ramp) }) },
    { what: '2 ** 31 Hz', code: 'not_audio', wav: buildWav({ sampleRateHz: 2 ** 31, data: pcm16(...ramp) }) },
  ])('of $what is refused as $code', async ({ code, wav }) => {
    expect(await refuseBytes(folder, wav)).toMatchObject({ code });
  });

  test('says in words what is wrong with it', async () => {
    expect((await refuseBytes(folder, buildWav({ channels: 6, data: pcm16(...ramp) }))).message).toBe(
      'The recording has 6 channels; one or two can be read.',
    );
    expect((await refuseBytes(folder, Buffer.from('<html>'))).message).toContain('WAV, MP3, Ogg');
  });
});
