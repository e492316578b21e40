import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SpeechEngine } from '../speech-engine.ts';
import { writeTelephoneClip } from './telephone-clip.ts';

export interface MeasuredSpeed {
  /** Calls at once. */
  readonly lanes: number;
  readonly audioSeconds: number;
  readonly wallSeconds: number;
  /** Seconds of work for a second of audio; its inverse is how many times real time. */
  readonly realTimeFactor: number;
  /** Chunks to a batch. */
  readonly batchMean: number;
}

const clipSeconds = 120;

/** How fast the engine recognises a built-in recording, one lane and then all lanes at work. */
export async function measureSpeed(engine: SpeechEngine, lanes: number): Promise<MeasuredSpeed[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'callscript-speed-'));
  try {
    const file = path.join(folder, 'clip.wav');
    await writeTelephoneClip(file, clipSeconds);
    const alone = await measure(engine, file, 1);
    return lanes === 1 ? [alone] : [alone, await measure(engine, file, lanes)];
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measure(engine: SpeechEngine, file: string, lanes: number): Promise<MeasuredSpeed> {
  const startedAt = performance.now();
  const results = await Promise.all(Array.from({ length: lanes }, () => engine.recognize({ file })));
  const wallSeconds = (performance.now() - startedAt) / 1000;
  const audioSeconds = results.reduce((sum, { call }) => sum + call.durationSeconds, 0);
  const batchMean = results.reduce((sum, { meta }) => sum + meta.batchMean, 0) / results.length;
  return { lanes, audioSeconds, wallSeconds, realTimeFactor: wallSeconds / audioSeconds, batchMean };
}
