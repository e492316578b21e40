// What the recognisers are compared on: every party of the sample calls and the golden calls, with the words spoken.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { goldenDirectory } from '@callscript/demo-model';
import { listSampleCalls } from '@callscript/samples';
import { readChunks } from '../src/long-calls/chunks.ts';
import { recognizerSampleRateHz, resampleTo16k } from '../src/audio/resample.ts';
import { readWav } from '../src/audio/wav.ts';

/** At 16 kHz, as in all Parakeet models. */
const samplesPerFrame = 1280;

export interface SpokenAudio {
  readonly sampleRateHz: number;
  readonly samples: Float32Array;
  readonly spoken: string;
}

export async function readSpokenAudio(): Promise<SpokenAudio[]> {
  return [...(await readSampleCalls()), ...readGoldenCalls()];
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
  const calls = await listSampleCalls();
  return calls.flatMap(({ recordingPath, turns, agentChannel }) => {
    const { channels, sampleRateHz } = readWav(readFileSync(recordingPath));
    return channels.map((channel, index) => ({
      sampleRateHz,
      samples: channel.slice(0, channel.length),
      spoken: turns
        .filter(({ speaker }) => agentChannel === null || (speaker === 'agent') === (index === agentChannel))
        .map(({ text }) => text)
        .join(' '),
    }));
  });
}

function readGoldenCalls(): SpokenAudio[] {
  const read = (file: string): Buffer => readFileSync(path.join(goldenDirectory, file));
  const { calls } = JSON.parse(read('index.json').toString()) as { calls: string[] };
  return calls.map((name) => {
    const { channels, sampleRateHz } = readWav(read(`${name}.wav`));
    const { spoken } = JSON.parse(read(`${name}.json`).toString()) as { spoken: string };
    return { sampleRateHz, samples: channels[0].slice(0, channels[0].length), spoken };
  });
}
