import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { SampleCall } from '@callscript/samples';
import type { ReceivedAudio } from './describe-audio.ts';

/** What somebody says without being interrupted, as a perfect recogniser would hear it. */
export type SpokenTurn = { channel: 0 | 1; speaker: number; text: string; start: number; end: number };

export type SpokenCalls = {
  /** The turns of a sample call, known by its bytes; of any other recording, words that fill it. */
  find(audio: Pick<ReceivedAudio, 'sha256' | 'durationSeconds'>): Promise<SpokenTurn[]>;
};

export function createSpokenCalls(samples: readonly SampleCall[]): SpokenCalls {
  let known: Promise<ReadonlyMap<string, SampleCall>> | undefined;
  return {
    async find({ sha256, durationSeconds }) {
      known ??= indexBySha256(samples);
      const sample = (await known).get(sha256);
      return sample === undefined ? fillWithTalk(durationSeconds) : readTurns(sample);
    },
  };
}

async function indexBySha256(samples: readonly SampleCall[]): Promise<ReadonlyMap<string, SampleCall>> {
  const entries = samples.map(async (sample) => {
    const file = await readFile(sample.recordingPath);
    return [createHash('sha256').update(file).digest('hex'), sample] as const;
  });
  return new Map(await Promise.all(entries));
}

function readTurns({ turns, agentChannel }: SampleCall): SpokenTurn[] {
  const first = turns[0]?.speaker;
  return turns.map(({ speaker, text, start, end }) => {
    const isOnFirstChannel = (speaker === 'agent') === (agentChannel !== 1);
    return { channel: isOnFirstChannel ? 0 : 1, speaker: speaker === first ? 0 : 1, text, start, end };
  });
}

const lines = [
  'thank you for calling northwind how can i help you today',
  'hello i would like to ask about the plan for our office',
  'of course how many people would be using it',
  'about twenty people and we need it by next month',
];
const lineSeconds = 4;
const pauseSeconds = 0.5;

function fillWithTalk(durationSeconds: number): SpokenTurn[] {
  const turns: SpokenTurn[] = [];
  for (let start = pauseSeconds; start + lineSeconds <= durationSeconds; start += lineSeconds + pauseSeconds) {
    const side = turns.length % 2 === 0 ? 0 : 1;
    const text = lines[turns.length % lines.length] ?? '';
    turns.push({ channel: side, speaker: side, text, start, end: start + lineSeconds });
  }
  return turns;
}
