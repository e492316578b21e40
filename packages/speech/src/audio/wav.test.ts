import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAll } from '../../tests/_golden.ts';
import { buildChunk, buildExtensibleFormat, buildFormat, buildWav, pcm16 } from '../../tests/_wav-bytes.ts';
import { AudioFormatError } from './audio-format-error.ts';
import { readWav } from './wav.ts';

function readSamples(bytes: Uint8Array): number[][] {
  return readWav(bytes).channels.map((channel) => Array.from(readAll(channel)));
}

function readError(bytes: Uint8Array): AudioFormatError {
  try {
    readWav(bytes);
  } catch (error) {
    if (error instanceof AudioFormatError) return error;
    throw error;
  }
  throw new Error('The bytes were read as a recording.');
}

describe('readWav', () => {
  test('reads a two-channel 16-bit recording into one array a channel', () => {
    const recording = readWav(buildWav({ channels: 2, data: pcm16(16384, -32768, 0, 32767) }));
    expect({ ...recording, channels: recording.channels.map(readAll) }).toEqual({
      sampleRateHz: 8000,
      channels: [Float32Array.of(0.5, 0), Float32Array.of(-1, 32767 / 32768)],
      durationSeconds: 2 / 8000,
      truncated: false,
      codec: 'pcm16',
    });
  });

  test.each([
    { codec: 'pcm8', formatTag: 1, bitsPerSample: 8, bytes: [0, 128, 192], expected: [-1, 0, 0.5] },
    {
      codec: 'pcm24',
      formatTag: 1,
      bitsPerSample: 24,
      bytes: [0, 0, 0x80, 0, 0, 0x40, 255, 255, 255],
      expected: [-1, 0.5, -(2 ** -23)],
    },
    { codec: 'pcm32', formatTag: 1, bitsPerSample: 32, bytes: [0, 0, 0, 0x80, 0, 0, 0, 0x20], expected: [-1, 0.25] },
    { codec: 'float32', formatTag: 3, bitsPerSample: 32, bytes: [0, 0, 0, 0x3f, 0, 0, 0xc0, 0x7f], expected: [0.5, 0] },
    // Codes and values of ITU-T G.711: largest negative, largest positive, both zeros, smallest step.
    {
      codec: 'mulaw',
      formatTag: 7,
      bitsPerSample: 8,
      bytes: [0x00, 0x80, 0xff, 0x7f, 0xfe],
      expected: [-32124, 32124, 0, -0, 8].map((v) => v / 32768),
    },
    {
      codec: 'alaw',
      formatTag: 6,
      bitsPerSample: 8,
      bytes: [0x2a, 0xaa, 0xd5, 0x55],
      expected: [-32256, 32256, 8, -8].map((v) => v / 32768),
    },
  ])('decodes $codec', ({ codec, formatTag, bitsPerSample, bytes, expected }) => {
    const recording = readWav(buildWav({ formatTag, bitsPerSample, data: Uint8Array.from(bytes) }));
    expect(recording.codec).toBe(codec);
    expect(Array.from(readAll(recording.channels[0]))).toEqual(expected);
  });

  test('reads the codec of WAVE_FORMAT_EXTENSIBLE from its sub-format', () => {
    const bytes = buildWav({ format: buildExtensibleFormat(7, 8), data: Uint8Array.of(0x80) });
    expect(readWav(bytes).codec).toBe('mulaw');
  });

  test('skips other chunks, of odd sizes too', () => {
    const note = buildChunk('LIST', Buffer.from('odd'));
    const bytes = buildWav({ chunksBefore: [note], chunksBetween: [note], chunksAfter: [note], data: pcm16(16384) });
    expect(readSamples(bytes)).toEqual([[0.5]]);
  });

  test('reads a file whose data comes before its format', () => {
    const bytes = buildChunk(
      'RIFF',
      Buffer.concat([Buffer.from('WAVE'), buildChunk('data', pcm16(16384)), buildChunk('fmt ', buildFormat({}))]),
    );
    expect(readSamples(bytes)).toEqual([[0.5]]);
  });

  test.each([
    { dataSize: 0, riffSize: 0 },
    { dataSize: 0, riffSize: 36 },
    { dataSize: 0, riffSize: 0xffffffff },
    { dataSize: 0xffffffff, riffSize: 0xffffffff },
  ])('reads a stream with sizes $riffSize and $dataSize to its end', (sizes) => {
    const recording = readWav(buildWav({ ...sizes, data: pcm16(16384, -16384) }));
    expect(recording.channels.map(readAll)).toEqual([Float32Array.of(0.5, -0.5)]);
    expect(recording.truncated).toBe(false);
  });

  test('does not take what follows an honestly empty data chunk for audio', () => {
    const bytes = buildWav({ data: new Uint8Array(0), chunksAfter: [buildChunk('LIST', Buffer.from('a note'))] });
    expect(readError(bytes).code).toBe('empty');
  });

  test('decodes what is there of a truncated recording and says so', () => {
    const whole = buildWav({ channels: 2, data: pcm16(16384, 16384, 8192, 8192) });
    const recording = readWav(whole.subarray(0, whole.length - 3));
    expect(recording.truncated).toBe(true);
    expect(recording.channels.map(readAll)).toEqual([Float32Array.of(0.5), Float32Array.of(0.5)]);
  });

  test('reads bytes that lie at an odd offset of a larger buffer', () => {
    const wav = buildWav({ data: pcm16(16384) });
    const shifted = new Uint8Array(wav.length + 1);
    shifted.set(wav, 1);
    expect(readSamples(shifted.subarray(1))).toEqual([[0.5]]);
  });

  test.each([
    { what: 'nothing', bytes: new Uint8Array(0), code: 'empty' },
    { what: 'a web page', bytes: Buffer.from('<!doctype html><title>Sign in</title>'), code: 'not_audio' },
    { what: 'an MP3 file', bytes: Buffer.from('ID3\u0004 and so on'), code: 'unsupported_codec' },
    { what: 'a bare MPEG stream', bytes: Uint8Array.of(0xff, 0xe3, 0x18, 0xc4), code: 'unsupported_codec' },
    { what: 'a header alone', bytes: buildWav({ data: new Uint8Array(0) }), code: 'empty' },
    { what: 'half a sample', bytes: buildWav({ data: Uint8Array.of(1) }), code: 'empty' },
    {
      what: 'no format',
      bytes: buildChunk('RIFF', Buffer.concat([Buffer.from('WAVE'), buildChunk('data', pcm16(1))])),
      code: 'not_audio',
    },
    { what: 'a short format', bytes: buildWav({ format: Buffer.alloc(14), data: pcm16(1) }), code: 'not_audio' },
    {
      what: 'GSM 6.10',
      bytes: buildWav({ formatTag: 0x31, bitsPerSample: 0, data: pcm16(1) }),
      code: 'unsupported_codec',
    },
    { what: '12-bit samples', bytes: buildWav({ bitsPerSample: 12, data: pcm16(1) }), code: 'unsupported_codec' },
    { what: '3 channels', bytes: buildWav({ channels: 3, data: pcm16(1, 2, 3) }), code: 'unsupported_channels' },
    { what: 'no channel', bytes: buildWav({ channels: 0, data: pcm16(1) }), code: 'unsupported_channels' },
    { what: '7999 Hz', bytes: buildWav({ sampleRateHz: 7999, data: pcm16(1) }), code: 'unsupported_rate' },
    { what: '96 kHz', bytes: buildWav({ sampleRateHz: 96_000, data: pcm16(1) }), code: 'unsupported_rate' },
  ])('refuses $what as $code', ({ bytes, code }) => {
    expect(readError(bytes).code).toBe(code);
  });

  test('tells a person what a refused file is', () => {
    expect(readError(Buffer.from('<html>')).message).toBe('The file is not a WAV recording. It looks like a web page.');
    expect(readError(buildWav({ formatTag: 0x31, bitsPerSample: 0, data: pcm16(1) })).message).toContain('GSM 6.10');
  });

  test('returns every 16-bit sample that was written', () => {
    fc.assert(
      fc.property(fc.int16Array({ minLength: 1, maxLength: 200 }), (samples) => {
        const [channel] = readWav(buildWav({ data: new Uint8Array(samples.slice().buffer) })).channels;
        expect(Array.from(readAll(channel), (value) => value * 32768)).toEqual(Array.from(samples));
      }),
    );
  });

  test('decodes the part that is asked for', () => {
    const [, second] = readWav(buildWav({ channels: 2, data: pcm16(1, 2, 3, 4, 5, 6, 7, 8) })).channels;
    expect(Array.from(second.slice(1, 3), (value) => value * 32768)).toEqual([4, 6]);
  });

  test('decodes nothing before it is asked for', () => {
    const bytes = buildWav({ formatTag: 7, bitsPerSample: 8, data: new Uint8Array(2 ** 26) });
    const before = process.memoryUsage().arrayBuffers;
    expect(readWav(bytes).channels[0].length).toBe(2 ** 26);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });

  test('answers any bytes with bounded audio or an AudioFormatError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(isBoundedOrRefused(bytes)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('answers any damage to a header with bounded audio or an AudioFormatError', () => {
    const intact = fc.constantFrom(
      buildWav({ channels: 2, data: pcm16(1, 2, 3, 4, 5, 6) }),
      buildWav({ format: buildExtensibleFormat(6, 8), data: Uint8Array.of(1, 2, 3) }),
      buildWav({ chunksBetween: [buildChunk('LIST', Buffer.from('odd'))], data: pcm16(1, 2, 3) }),
    );
    const damage = fc.array(fc.tuple(fc.nat(80), fc.oneof(fc.nat(255), fc.constantFrom(0, 255))), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(intact, damage, fc.nat(100), (wav, changes, length) => {
        const bytes = wav.slice(0, Math.max(44, length));
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        expect(isBoundedOrRefused(bytes)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });
});

/** Rethrows every error but the documented one. */
function isBoundedOrRefused(bytes: Uint8Array): boolean {
  try {
    const { channels } = readWav(bytes);
    const decodedBytes = channels.reduce((sum, channel) => sum + readAll(channel).byteLength, 0);
    return decodedBytes > 0 && decodedBytes <= 4 * bytes.length;
  } catch (error) {
    if (error instanceof AudioFormatError) return true;
    throw error;
  }
}
