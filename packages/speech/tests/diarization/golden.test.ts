import { readFileSync } from 'node:fs';
import path from 'node:path';
import { diarizationDirectory } from '@callscript/demo-model';
import { listSampleCalls } from '@callscript/samples';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resampleTo16k } from '../../src/audio/resample.ts';
import { decodeWhole } from '../_decode.ts';
import { Diarizer } from '../../src/diarization/diarizer.ts';
import type { SpeakerTurn } from '../../src/diarization/turns.ts';

/** What packages/demo-model/recipe/diar_golden.py finds in sample calls: [speaker, start, end]. */
type Golden = Record<string, { speakers: number; turns: GoldenTurn[]; exclusive: GoldenTurn[] }>;
type GoldenTurn = readonly [number, number, number];

const golden = JSON.parse(readFileSync(path.join(diarizationDirectory, 'golden.json'), 'utf8')) as Golden;
const oneFrame = 270 / 16_000 + 1e-4;

const recordings = new Map((await listSampleCalls()).map(({ name, recordingPath }) => [name, recordingPath]));

/** All channels in one, as a recording of the whole call would be. */
async function readMix(name: string): Promise<Float32Array> {
  const { channels, sampleRateHz } = await decodeWhole(recordings.get(name) ?? '');
  const mix = channels[0].map((_, n) => channels.reduce((sum, part) => sum + part[n], 0) / channels.length);
  const audio = resampleTo16k(mix, sampleRateHz);
  return audio.slice(0, audio.length);
}

function expectTurns(found: readonly SpeakerTurn[], expected: readonly GoldenTurn[]): void {
  expect(found.map(({ speaker }) => speaker)).toEqual(expected.map(([speaker]) => speaker));
  const differences = found.flatMap(({ start, end }, i) => [start - expected[i][1], end - expected[i][2]]);
  expect(Math.max(0, ...differences.map(Math.abs))).toBeLessThan(oneFrame);
}

describe('Diarizer with the demo models', () => {
  let diarizer: Diarizer;
  beforeAll(async () => {
    diarizer = await Diarizer.load({ modelDirectory: diarizationDirectory, intraOpThreads: 1 });
  });
  afterAll(async () => {
    await diarizer[Symbol.asyncDispose]();
  });

  test.each(Object.keys(golden))('finds in %s the turns that the reference pipeline finds', async (name) => {
    const { speakerCount, turns, exclusiveTurns } = await diarizer.diarize(await readMix(name));
    expect(speakerCount).toBe(golden[name].speakers);
    expectTurns(turns, golden[name].turns);
    expectTurns(exclusiveTurns, golden[name].exclusive);
  });
});
