import { readFileSync } from 'node:fs';
import path from 'node:path';
import { goldenDirectory } from '@callscript/demo-model';
import type { SampleSource } from '../src/index.ts';
import { decodeWhole } from './_decode.ts';
import type { EncodedChunk } from '../src/recognition/encoder.ts';

interface GoldenIndex {
  readonly blank: number;
  readonly max_symbols_per_frame: number;
  readonly calls: readonly string[];
}

interface GoldenCall {
  readonly spoken: string;
  /** What the demo model makes of it. */
  readonly text: string;
  readonly sample_rate: number;
  readonly mel: { readonly shape: readonly [number, number]; readonly length: number };
  readonly encoder: { readonly shape: readonly [number, number]; readonly length: number };
  readonly tokens: readonly { readonly id: number; readonly frame: number; readonly duration: number }[];
}

const index = readJson('index.json') as GoldenIndex;

export const goldenCalls = index.calls;

export const goldenRules = { blankId: index.blank, maxTokensPerStep: index.max_symbols_per_frame };

export function readGolden(name: string): GoldenCall {
  return readJson(`${name}.json`) as GoldenCall;
}

export async function readGoldenRecording(name: string): ReturnType<typeof decodeWhole> {
  return decodeWhole(path.join(goldenDirectory, `${name}.wav`));
}

export function readGoldenArray(name: string, step: 'pcm16k' | 'mel' | 'enc'): Float32Array {
  const bytes = readFileSync(path.join(goldenDirectory, `${name}.${step}.f32`));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** Encoder output with a frame contiguous; the file has [width x frames]. */
export function readGoldenFrames(name: string): EncodedChunk {
  const [width, totalFrames] = readGolden(name).encoder.shape;
  const columns = readGoldenArray(name, 'enc');
  const frameCount = readGolden(name).encoder.length;
  const frames = Float32Array.from(
    { length: frameCount * width },
    (_, i) => columns[(i % width) * totalFrames + Math.floor(i / width)],
  );
  return { frames, width, frameCount };
}

export function readAll(source: SampleSource): Float32Array {
  return source.slice(0, source.length);
}

/** Largest difference; infinite when the lengths differ. */
export function maxDifference(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Infinity;
  return actual.reduce((largest, value, i) => Math.max(largest, Math.abs(value - expected[i])), 0);
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(path.join(goldenDirectory, file), 'utf8'));
}
