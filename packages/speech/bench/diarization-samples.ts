// The sample calls as one line would have recorded them, with the demo models: error rate with a collar of 0.25 s, speakers
// found, and the share of recognised words given to who said them.
//
//   node bench/diarization-samples.ts

import { diarizationDirectory, modelDirectory } from '@callscript/demo-model';
import { listSampleCalls, type SampleCall } from '@callscript/samples';
import { resampleTo16k } from '../src/audio/resample.ts';
import { decodeWhole } from '../tests/_decode.ts';
import { assignWords } from '../src/diarization/assign-words.ts';
import { Diarizer } from '../src/diarization/diarizer.ts';
import { recognizeLong } from '../src/long-calls/recognize-long.ts';
import { Recognizer } from '../src/recognition/recognizer.ts';
import type { Word } from '../src/recognition/words.ts';
import { assignColumns } from '../src/scoring/assignment.ts';
import { countDiarizationErrors, type ScoredTurn } from '../src/scoring/diarization-error-rate.ts';

async function readMix({ recordingPath }: SampleCall): Promise<Float32Array> {
  const { channels, sampleRateHz } = await decodeWhole(recordingPath);
  const mix = channels[0].map((_, n) => channels.reduce((sum, part) => sum + part[n], 0) / channels.length);
  const audio = resampleTo16k(mix, sampleRateHz);
  return audio.slice(0, audio.length);
}

function listTurns({ turns }: SampleCall): ScoredTurn[] {
  return turns.map(({ speaker, start, end }) => ({ speaker: speaker === 'agent' ? 0 : 1, start, end }));
}

/** Words whose voice is that of the turn they were said in, voices and people matched as well as can be. */
function countRight(voices: readonly (readonly Word[])[], turns: readonly ScoredTurn[]): number {
  const columns = Math.max(2, voices.length);
  const shared = new Float64Array(2 * columns);
  voices.forEach((voice, column) => {
    for (const word of voice) shared[speakerOf(word, turns) * columns + column]++;
  });
  const chosen = assignColumns(shared, 2, columns);
  return shared[chosen[0]] + shared[columns + chosen[1]];
}

function speakerOf(word: Word, turns: readonly ScoredTurn[]): number {
  const overlap = (turn: ScoredTurn): number => Math.min(word.end, turn.end) - Math.max(word.start, turn.start);
  return turns.reduce((best, turn) => (overlap(turn) > overlap(best) ? turn : best)).speaker;
}

await using recognizer = await Recognizer.load({ modelDirectory, precision: 'fp32', intraOpThreads: 1 });
await using diarizer = await Diarizer.load({ modelDirectory: diarizationDirectory, intraOpThreads: 1 });
console.log('call                   error rate   speakers   words given to who said them');
for (const call of await listSampleCalls()) {
  const audio = await readMix(call);
  const turns = listTurns(call);
  const found = await diarizer.diarize(audio);
  const words = await recognizeLong(audio, recognizer);
  const { rate } = countDiarizationErrors(turns, found.turns, { collarSeconds: 0.25 });
  const right = countRight(assignWords(words, found.exclusiveTurns), turns);
  const percent = `${(100 * rate).toFixed(1)} %`.padStart(8);
  console.log(`${call.name.padEnd(22)} ${percent} ${found.speakerCount}`.padEnd(46) + `${right} of ${words.length}`);
}
