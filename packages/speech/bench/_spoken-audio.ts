// What the recognisers are compared on: every party of the sample calls and the golden calls, with the words spoken.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { goldenDirectory } from '@callscript/demo-model';
import { listSampleCalls } from '@callscript/samples';
import { readChunks } from '../src/long-calls/chunks.ts';
import { recognizerSampleRateHz, resampleTo16k } from '../src/audio/resample.ts';
import { decodeWhole } from '../tests/_decode.ts';

/** At 16 kHz, as in all Parakeet models. */
const samplesPerFrame = 1280;

export interface SpokenAudio {
  readonly sampleRateHz: number;
  readonly samples: Float32Array;
  readonly spoken: string;
}

export async function readSpokenAudio(): Promise<SpokenAudio[]> {
  return [...(await readSampleCalls()), ...(await readGoldenCalls())];
}

/** The same audio in the pieces that this package cuts calls into, none of it twice. */
export function cutInPieces(audio: readonly SpokenAudio[]): SpokenAudio[][] {
  return audio.map(({ samples, sampleRateHz, spoken }) => {
    const toInput = sampleRateHz / recognizerSampleRateHz;
    const chunks = [...readChunks(resampleTo16k(samples, sampleRateHz), samplesPerFrame)];
    return chunks.map(({ start, samples: chunk }, i) => {
      const end = Math.min(start + chunk.length, chunks[i + 1]?.start ?? Infinity);
      return { sampleRateHz, spoken, samples: samples.slice(start * toInput, end * toInput) };
    });
  });
}

async function readSampleCalls(): Promise<SpokenAudio[]> {
  const spoken: SpokenAudio[] = [];
  for (const { recordingPath, turns, agentChannel } of await listSampleCalls()) {
    const { channels, sampleRateHz } = await decodeWhole(recordingPath);
    for (const [index, samples] of channels.entries()) {
      const said = turns.filter(
        ({ speaker }) => agentChannel === null || (speaker === 'agent') === (index === agentChannel),
      );
      spoken.push({ sampleRateHz, samples, spoken: said.map(({ text }) => text).join(' ') });
    }
  }
  return spoken;
}

async function readGoldenCalls(): Promise<SpokenAudio[]> {
  const read = (file: string): string => readFileSync(path.join(goldenDirectory, file), 'utf8');
  const { calls } = JSON.parse(read('index.json')) as { calls: string[] };
  return Promise.all(
    calls.map(async (name) => {
      const { channels, sampleRateHz } = await decodeWhole(path.join(goldenDirectory, `${name}.wav`));
      const { spoken } = JSON.parse(read(`${name}.json`)) as { spoken: string };
      return { sampleRateHz, samples: channels[0], spoken };
    }),
  );
}
