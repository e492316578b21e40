import * as fc from 'fast-check';
import { once } from 'node:events';
import { open, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AudioFormatError } from '../../src/audio/audio-format-error.ts';
import { decodeRecording, type DecodedRecording } from '../../src/audio/decode-recording.ts';
import { buildWav, pcm16 } from '../_wav-bytes.ts';
import { formats } from './_formats.ts';
import { createFolder, ffmpeg, makeSpoken, refuseBytes, type Folder } from './_recordings.ts';

let folder: Folder;
let spoken: string;

beforeAll(async () => {
  folder = await createFolder();
  spoken = await makeSpoken(1, folder.file('spoken.wav'));
});

afterAll(() => folder[Symbol.asyncDispose]());

const maxSeconds = 60;
/** Of a file's decoding, on a busy machine; the limits that end a decoder without progress are 30 s. */
const boundSeconds = 25;
const boundBytes = 64 * 2 ** 20;

/** Decodes a file, and throws unless it ends within bounds in a reason for people or in samples. */
async function survive(file: string): Promise<'decoded' | AudioFormatError> {
  const startedAt = performance.now();
  const memory = process.memoryUsage();
  const end = await decodeRecording(file, { maxSeconds }).then(checkSamples, (error: unknown) => error);
  const after = process.memoryUsage();
  expect((performance.now() - startedAt) / 1000).toBeLessThan(boundSeconds);
  expect(after.arrayBuffers + after.heapUsed - memory.arrayBuffers - memory.heapUsed).toBeLessThan(boundBytes);
  if (end === 'decoded') return end;
  if (!(end instanceof AudioFormatError)) throw new Error('Neither samples nor a reason.', { cause: end });
  expect(end.message).toMatch(/^The [\w '].{10,}\.$/);
  return end;
}

async function checkSamples(decoded: DecodedRecording): Promise<'decoded'> {
  await using recording = decoded;
  expect(recording.durationSeconds).toBeLessThanOrEqual(maxSeconds);
  for (const samples of recording.channels) {
    const last = samples.slice(Math.max(0, samples.length - 1000), samples.length);
    expect(last.every((value) => value >= -1 && value <= 1)).toBe(true);
  }
  return 'decoded';
}

async function surviveBytes(bytes: Uint8Array | string): Promise<'decoded' | AudioFormatError> {
  const file = folder.file('hostile');
  await writeFile(file, bytes);
  return survive(file);
}

/** A file of a few bytes and a great length. */
async function writeSparse(head: Uint8Array, length: number): Promise<string> {
  const file = folder.file('sparse.wav');
  await using handle = await open(file, 'w');
  await handle.write(head);
  await handle.truncate(length);
  return file;
}

/** ID3's sizes have seven bits a byte. */
function buildId3(claimedBytes: number): Buffer {
  const size = [21, 14, 7, 0].map((shift) => (claimedBytes >> shift) & 0x7f);
  return Buffer.concat([Buffer.from('ID3\x04\0\0', 'latin1'), Buffer.from(size)]);
}

function nestAtoms(name: string, depth: number): Buffer {
  const atoms = Buffer.alloc(depth * 8);
  for (let level = 0; level < depth; level++) {
    atoms.writeUInt32BE((depth - level) * 8, level * 8);
    atoms.write(name, level * 8 + 4, 'latin1');
  }
  return Buffer.concat([Buffer.from('\0\0\0\x14ftypM4A \0\0\0\0isom', 'latin1'), atoms]);
}

const random = Buffer.from(
  fc.sample(fc.uint8Array({ minLength: 100_000, maxLength: 100_000 }), { seed: 3, numRuns: 1 })[0],
);

describe('what is no recording', () => {
  test.each<[string, Uint8Array | string]>([
    ['nothing', ''],
    ['one byte', 'R'],
    ['a login page', '<!doctype html><html><title>Sign in</title></html>'],
    ['JSON', '{"error":"The recording is not ready"}'],
    ['random bytes', random],
    ['random bytes behind a WAV header', Buffer.concat([Buffer.from('RIFF\xff\xff\xff\x7fWAVE', 'latin1'), random])],
    [
      'a zip bomb',
      Buffer.concat([Buffer.from('PK\x03\x04\x14\0\0\0\x08\0', 'latin1'), gzipSync(Buffer.alloc(2 ** 26))]),
    ],
    ['a gzip bomb', gzipSync(Buffer.alloc(2 ** 26))],
    ['an ID3 tag that claims 200 MB', buildId3(200 * 2 ** 20)],
    [
      'an ID3 picture that claims 199 MB',
      Buffer.concat([buildId3(200 * 2 ** 20), Buffer.from('APIC\x0c\x70\0\0\0\0')]),
    ],
    ['100,000 atoms within each other', nestAtoms('moov', 100_000)],
    ['100,000 tracks within each other', nestAtoms('trak', 100_000)],
    ['zeros', Buffer.alloc(100_000)],
  ])('is refused: %s', async (_, bytes) => {
    expect(await surviveBytes(bytes)).toBeInstanceOf(AudioFormatError);
  });

  test('is refused: 3 GB of nothing', async () => {
    const end = await survive(await writeSparse(Buffer.alloc(0), 3 * 2 ** 30));
    expect(end).toMatchObject({ code: 'not_audio' });
  });

  test('is refused: an ID3 tag of 200 MB with nothing behind it', async () => {
    const end = await survive(await writeSparse(buildId3(200 * 2 ** 20), 250 * 2 ** 20));
    expect(end).toBeInstanceOf(AudioFormatError);
  });
});

describe('a small file that unfolds to days', () => {
  const silence = ['-f', 'lavfi', '-i', 'anullsrc=sample_rate=8000:channel_layout=mono'];
  const opus = ['-c:a', 'libopus', '-b:a', '6k', '-frame_duration', '60'];

  test.each([
    { file: 'bomb.flac', args: [...silence, '-t', '7200'] },
    { file: 'bomb.ogg', args: [...silence, '-t', '120', ...opus] },
    { file: 'bomb.webm', args: [...silence, '-t', '120', ...opus] },
    { file: 'bomb.mp3', args: [...silence, '-t', '600', '-c:a', 'libmp3lame', '-b:a', '8k', '-write_xing', '0'] },
  ])('is refused as too long ($file)', async ({ file, args }) => {
    await ffmpeg(...args, folder.file(file));
    expect(await survive(folder.file(file))).toMatchObject({ code: 'too_long' });
  });

  test('is refused as too long (AMR of 13 bytes in 20 ms)', async () => {
    const frame = Buffer.from([0x04, ...new Uint8Array(12)]);
    const bytes = Buffer.concat([Buffer.from('#!AMR\n'), ...Array.from({ length: 100_000 }, () => frame)]);
    expect(await surviveBytes(bytes)).toMatchObject({ code: 'too_long' });
  });

  test('is refused as too long (FLAC that does not tell its length)', async () => {
    const bytes = await readFile(folder.file('bomb.flac'));
    // The number of samples has 36 bits; 0 means unknown.
    bytes[21] &= 0xf0;
    bytes.fill(0, 22, 26);
    expect(await surviveBytes(bytes)).toMatchObject({ code: 'too_long' });
  });

  test.each([3 * 2 ** 30 - 44, 0xffff_ffff])(
    'is refused as too long (3 GB of WAV, of claimed size %d)',
    async (dataSize) => {
      const head = buildWav({
        formatTag: 7,
        bitsPerSample: 8,
        dataSize,
        riffSize: 0xffff_ffff,
        data: new Uint8Array(0),
      });
      expect(await survive(await writeSparse(head, 3 * 2 ** 30))).toMatchObject({ code: 'too_long' });
    },
  );
});

describe('a file that names others', () => {
  let server: Server;
  let address: string;
  let connections = 0;

  beforeAll(async () => {
    const bytes = await readFile(spoken);
    server = createServer((_, response) => response.end(bytes)).on('connection', () => (connections += 1));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/recording.wav`;
  });

  afterAll(() => server.close());

  const playlists: Readonly<Record<string, (target: string) => string>> = {
    HLS: (target) => `#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\n${target}\n#EXT-X-ENDLIST\n`,
    'HLS with a key': (target) =>
      `#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXT-X-KEY:METHOD=AES-128,URI="${target}"\n#EXTINF:3,\n${target}\n`,
    concat: (target) => `ffconcat version 1.0\nfile '${target}'\n`,
    DASH: (target) =>
      `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet mimeType="audio/mp4"><Representation id="1" bandwidth="64000"><BaseURL>${target}</BaseURL><SegmentList><SegmentURL media="${target}"/></SegmentList></Representation></AdaptationSet></Period></MPD>`,
    SDP: (target) => `v=0\no=- 0 0 IN IP4 127.0.0.1\ns=${target}\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n`,
    SVG: (target) =>
      `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="${target}"/></svg>`,
    'an external entity': (target) => `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "${target}">]><a>&b;</a>`,
    'a list of addresses': (target) => `[playlist]\nFile1=${target}\n${target}\n`,
  };

  test.each(Object.entries(playlists))('never makes the decoder open them (%s)', async (_, build) => {
    for (const target of [address, spoken, `file://${spoken}`, 'file:///etc/passwd']) {
      const end = await surviveBytes(build(target));
      expect(end).toMatchObject({ code: 'not_audio' });
    }
    expect(connections).toBe(0);
  });
});

describe('damage to headers', () => {
  const files = new Map<string, Buffer>();

  beforeAll(async () => {
    const wanted = formats.filter(({ ratesHz }) => ratesHz.includes(8000));
    const outputs = wanted.flatMap(({ file, encoder }) => ['-t', '1', ...encoder, folder.file(file)]);
    await ffmpeg('-i', spoken, ...outputs);
    for (const { file } of wanted) files.set(file, await readFile(folder.file(file)));
    files.set('small.wav', Buffer.from(buildWav({ channels: 2, data: pcm16(1, 2, 3, 4) })));
  });

  test('ends in samples or a reason, in every format', { timeout: 120_000 }, async () => {
    const byte = fc.oneof(fc.nat(255), fc.constantFrom(0, 0x7f, 0x80, 0xff));
    const anywhere = fc.oneof({ weight: 4, arbitrary: fc.nat(300) }, fc.nat(20_000));
    const changes = fc.array(fc.tuple(anywhere, byte), { maxLength: 12 });
    const keep = fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true }));
    const tail = fc.oneof({ weight: 3, arbitrary: fc.constant(new Uint8Array(0)) }, fc.uint8Array({ maxLength: 3000 }));
    const hostile = fc.tuple(fc.constantFrom(...files.keys()), changes, keep, tail).map(([file, edits, part, more]) => {
      const bytes = Buffer.concat([files.get(file)!, more]);
      for (const [at, value] of edits) bytes[at % bytes.length] = value;
      return bytes.subarray(0, Math.ceil(bytes.length * part));
    });
    await fc.assert(
      fc.asyncProperty(hostile, async (bytes) => {
        expect(await surviveBytes(bytes)).toBeTruthy();
      }),
      // As many as the time allows on a busy machine.
      { seed: 20_261_125, numRuns: 120, interruptAfterTimeLimit: 45_000 },
    );
  });
});

test('a refusal names no file and no program', async () => {
  const { message } = await refuseBytes(folder, Buffer.from('RIFF....WAVEfmt '));
  expect(message).not.toMatch(/ffmpeg|ffprobe|\/|0x/);
});
