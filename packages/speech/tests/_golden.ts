import { readFileSync } from 'node:fs';
import path from 'node:path';
import { goldenDirectory } from '@callscript/demo-model';
import { readWav, type Recording, type SampleSource } from '../src/index.ts';

interface GoldenCall {
  readonly spoken: string;
  /** What the demo model makes of it. */
  readonly text: string;
  readonly mel: { readonly length: number };
  readonly encoder: { readonly shape: readonly [number, number]; readonly length: number };
  readonly tokens: readonly { readonly id: number; readonly frame: number; readonly duration: number }[];
}

export const goldenCalls = ['quote', 'refusal', 'pricing'] as const;

export type GoldenName = (typeof goldenCalls)[number];

export function readGolden(name: GoldenName): GoldenCall {
  return JSON.parse(readFileSync(path.join(goldenDirectory, `${name}.json`), 'utf8')) as GoldenCall;
}

export function readGoldenBytes(name: GoldenName): Buffer {
  return readFileSync(path.join(goldenDirectory, `${name}.wav`));
}

export function readGoldenRecording(name: GoldenName): Recording {
  return readWav(readGoldenBytes(name));
}

export function readGoldenArray(name: GoldenName, step: 'pcm16k' | 'mel' | 'enc'): Float32Array {
  const bytes = readFileSync(path.join(goldenDirectory, `${name}.${step}.f32`));
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

export function readAll(source: SampleSource): Float32Array {
  return source.slice(0, source.length);
}

/** Largest difference; infinite when the lengths differ. */
export function maxDifference(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Infinity;
  return actual.reduce((largest, value, i) => Math.max(largest, Math.abs(value - expected[i])), 0);
}
