import { readFileSync } from 'node:fs';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { modelDirectory } from '@callscript/demo-model';
import { onTestFinished } from 'vitest';
import type { MelFeatures } from '../../src/features/mel.ts';
import { Recognizer, type ModelPrecision } from '../../src/index.ts';

export type FixtureModel = 'tdt-80-mel' | 'tdt-128-mel' | 'rnnt-int64';

/** What `make-models.py` found with a loop of its own. */
interface ExpectedDecoding {
  readonly encodedLength: number;
  readonly firstFrame: readonly number[];
  readonly tokens: readonly { readonly id: number; readonly frame: number; readonly duration: number }[];
}

interface Expected {
  readonly tokenCount: number;
  /** Feature frames that were decoded. */
  readonly frames: number;
  readonly fp32: ExpectedDecoding;
  readonly fp16?: ExpectedDecoding;
}

const fixtures = path.join(import.meta.dirname, '../fixtures');

export function fixturePath(...parts: string[]): string {
  return path.join(fixtures, ...parts);
}

export function readExpected(model: FixtureModel): Expected {
  return JSON.parse(readFileSync(fixturePath(model, 'expected.json'), 'utf8')) as Expected;
}

/** A copy of the demo model that may be spoilt. */
export async function copyDemoModel(): Promise<string> {
  return copyFolder(modelDirectory);
}

/** A complete model folder: the fixture's graphs and a vocabulary as large as they score. */
export async function copyFixtureModel(model: FixtureModel): Promise<string> {
  const directory = await copyFolder(fixturePath(model));
  await writeVocabulary(directory, readExpected(model).tokenCount);
  return directory;
}

/** Pieces `\u2581w0`, `\u2581w1`, …, the blank last. */
export async function writeVocabulary(directory: string, tokenCount: number): Promise<void> {
  const lines = Array.from(
    { length: tokenCount },
    (_, id) => `${id === tokenCount - 1 ? '<blk>' : `\u2581w${id}`} ${id}`,
  );
  await writeFile(path.join(directory, 'vocab.txt'), `${lines.join('\n')}\n`);
}

/** `features()` of `make-models.py`. */
export function buildFeatures(melCount: number, frameCount: number): MelFeatures {
  const data = new Float32Array(melCount * frameCount);
  for (let m = 0; m < melCount; m++) {
    for (let t = 0; t < frameCount - 1; t++) {
      data[m * frameCount + t] = Math.sin(0.0021 * t * t + 0.17 * m * (1 + (Math.floor(t / 25) % 5)) + 0.3 * m);
    }
  }
  return { data, melCount, frameCount, validFrameCount: frameCount - 1 };
}

/** What loading a folder ends in: the error, or undefined when it loads. */
export async function findLoadError(directory: string, precision: ModelPrecision = 'fp32'): Promise<unknown> {
  try {
    await using _ = await Recognizer.load({ modelDirectory: directory, precision, intraOpThreads: 1 });
    return undefined;
  } catch (error) {
    return error;
  }
}

async function copyFolder(source: string): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'speech-model-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  await cp(source, directory, { recursive: true });
  return directory;
}
