import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import type { SampleCall, SampleTurn } from './sample-call.ts';
import { wavSeconds } from './wav-seconds.ts';

const FOLDER = path.join(import.meta.dirname, '..', 'calls');
const TIMELINE = 'timeline.json';

type Span = { start: number; end: number };
type Script = Omit<SampleCall, 'turns' | 'recordingPath' | 'durationSeconds'> & {
  voices: Record<SampleTurn['speaker'], string>;
  turns: Pick<SampleTurn, 'speaker' | 'text'>[];
};

/** Every sample call, by name. */
export async function listSampleCalls(): Promise<SampleCall[]> {
  const timeline = await readJson<Record<string, Span[]>>(TIMELINE);
  const scripts = (await readdir(FOLDER)).filter((file) => file.endsWith('.json') && file !== TIMELINE).sort();
  return Promise.all(scripts.map(async (file) => readCall(await readJson<Script>(file), timeline)));
}

async function readCall(script: Script, timeline: Record<string, Span[]>): Promise<SampleCall> {
  const { name, title, business, webhook, agentChannel, encoding, expected } = script;
  const recordingPath = path.join(FOLDER, `${name}.wav`);
  return {
    name,
    title,
    business,
    webhook,
    agentChannel,
    encoding,
    expected,
    turns: script.turns.map(({ speaker, text }, index) => {
      const span = timeline[name]?.[index];
      if (!span) throw new Error(`${TIMELINE} lacks turn ${index} of ${name}: run recipe/build.mjs`);
      return { speaker, voice: script.voices[speaker], text, ...span };
    }),
    recordingPath,
    durationSeconds: wavSeconds(await readFile(recordingPath)),
  };
}

// The files are part of this package, and its tests check them; nothing else writes them.
async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(path.join(FOLDER, file), 'utf8')) as T;
}
