import * as fc from 'fast-check';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SampleFile } from './sample-file.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'callscript-samples-'));
});
afterAll(() => rm(directory, { recursive: true }));

function toBytes(values: Int16Array | Float32Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

describe('SampleFile', () => {
  test('gives back every 16-bit sample of either channel, in any part', async () => {
    const values = Int16Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 65_536);
    await using file = await SampleFile.create(directory, { format: 's16le', channelCount: 2 });
    await file.append(toBytes(values));
    const channels = file.openChannels();
    fc.assert(
      fc.property(fc.nat(1), fc.nat(50_000), fc.nat(50_000), (channel, x, y) => {
        const [start, end] = [Math.min(x, y), Math.max(x, y)];
        const expected = Array.from({ length: end - start }, (_, i) => values[(start + i) * 2 + channel] / 2 ** 15);
        expect(Array.from(channels[channel].slice(start, end))).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  test('puts appended parts together, cut anywhere, and ignores half a frame at the end', async () => {
    const bytes = toBytes(Int16Array.of(1, 2, 3, 4, 5, 6));
    await using file = await SampleFile.create(directory, { format: 's16le', channelCount: 2 });
    for (const part of [bytes.subarray(0, 3), bytes.subarray(3, 4), bytes.subarray(4, 11)]) await file.append(part);
    const [first] = file.openChannels();
    expect(first.length).toBe(2);
    expect(Array.from(first.slice(0, 2), (value) => value * 2 ** 15)).toEqual([1, 3]);
  });

  test('keeps floating-point samples within -1 and 1, and silences what is no number', async () => {
    await using file = await SampleFile.create(directory, { format: 'f32le', channelCount: 1 });
    await file.append(toBytes(Float32Array.of(0.1, -3, 2, Number.NaN, Infinity, -Infinity)));
    const [samples] = file.openChannels();
    expect(samples.slice(0, 6)).toEqual(Float32Array.of(0.1, -1, 1, 0, 0, 0));
  });

  test('leaves no name in the folder, whatever happens to the process', async () => {
    await using file = await SampleFile.create(directory, { format: 's16le', channelCount: 1 });
    await file.append(Buffer.alloc(1000));
    expect(await readdir(directory)).toEqual([]);
  });

  test('refuses to read when it is closed, and beyond its end', async () => {
    const file = await SampleFile.create(directory, { format: 's16le', channelCount: 1 });
    await file.append(Buffer.alloc(8));
    const [samples] = file.openChannels();
    expect(() => samples.slice(0, 5)).toThrow(RangeError);
    await file[Symbol.asyncDispose]();
    expect(() => samples.slice(0, 1)).toThrow('disposed');
  });
});
