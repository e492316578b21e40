import { resampleTo16k } from '../src/audio/resample.ts';
import { recognizeLong } from '../src/long-calls/recognize-long.ts';
import { Recognizer } from '../src/recognition/recognizer.ts';
import { contest, readContestOptions } from './_contestant.ts';

const { threads, model } = readContestOptions();
const recognizer = await Recognizer.load({ modelDirectory: model, precision: 'fp32', intraOpThreads: threads });

await contest(async (pieces, task) => {
  const audio = pieces.map(({ samples, sampleRateHz }) => resampleTo16k(samples, sampleRateHz));
  if (task === 'whole') return (await recognizeLong(audio[0], recognizer)).map(({ word }) => word).join(' ');
  const heard = await recognizer.recognizeChunks(audio.map((source) => source.slice(0, source.length)));
  return heard.map(({ text }) => text).join(' ');
});
