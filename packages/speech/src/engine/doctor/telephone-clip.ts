import { open } from 'node:fs/promises';
import path from 'node:path';
import { goldenDirectory } from '@callscript/demo-model';
import { decodeRecording } from '../../audio/decode-recording.ts';

const calls = ['quote', 'refusal', 'pricing'];
const sampleRateHz = 8000;
const bytesPerSample = 2;
const headerBytes = 44;

/** A WAV file of telephone calls, short ones again and again. */
export async function writeTelephoneClip(file: string, seconds: number): Promise<void> {
  const parts = await Promise.all(calls.map((name) => readSamples(path.join(goldenDirectory, `${name}.wav`))));
  const sampleCount = seconds * sampleRateHz;
  await using clip = await open(file, 'w');
  await clip.write(buildHeader(sampleCount * bytesPerSample));
  for (let at = 0, i = 0; at < sampleCount; i++) {
    const part = parts[i % parts.length].subarray(0, sampleCount - at);
    await clip.write(part);
    at += part.length;
  }
}

async function readSamples(file: string): Promise<Int16Array> {
  await using recording = await decodeRecording(file);
  const [samples] = recording.channels;
  return Int16Array.from(samples.slice(0, samples.length), (sample) => sample * 2 ** 15);
}

/** A WAV file's beginning: one channel of 16-bit samples. */
function buildHeader(dataBytes: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(headerBytes - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * bytesPerSample, 28);
  header.writeUInt16LE(bytesPerSample, 32);
  header.writeUInt16LE(8 * bytesPerSample, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
