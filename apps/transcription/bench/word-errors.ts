// Recognises every sample call and prints its word error rate against the script, and how long it took.
import { modelDirectory } from '@callscript/demo-model';
import { listSampleCalls } from '@callscript/samples';
import { countWordErrors, decodeRecording, Recognizer, recognizeRecording } from '@callscript/speech';

const precision = (['int8', 'fp16'] as const).find((name) => name === process.argv[2]) ?? 'fp32';
await using recognizer = await Recognizer.load({ modelDirectory, precision, intraOpThreads: 1 });
let errors = 0;
let words = 0;

process.stdout.write(
  `call                  seconds  words  word errors      rate  x real time   (${precision}, one thread)\n`,
);
for (const sample of await listSampleCalls()) {
  await using recording = await decodeRecording(sample.recordingPath);
  const startedAt = performance.now();
  const { voices } = await recognizeRecording(recording, { recognizer });
  const seconds = (performance.now() - startedAt) / 1000;
  // Each speaker against their own script: overlapping turns have no order between the two.
  const sides = sample.agentChannel === null ? [undefined] : (['agent', 'customer'] as const);
  let callErrors = 0;
  let callWords = 0;
  for (const side of sides) {
    const spoken = sample.turns.filter(({ speaker }) => side === undefined || speaker === side).map(({ text }) => text);
    const heard = voices
      .filter(({ channel }) => side === undefined || (channel === sample.agentChannel) === (side === 'agent'))
      .flatMap(({ words }) => words)
      .toSorted((a, b) => a.start - b.start)
      .map(({ word }) => word);
    const counted = countWordErrors(spoken.join(' '), heard.join(' '));
    callErrors += counted.substitutions + counted.insertions + counted.deletions;
    callWords += counted.words;
  }
  print(sample.name, recording.durationSeconds, callWords, callErrors, recording.durationSeconds / seconds);
  errors += callErrors;
  words += callWords;
}
print('all', Number.NaN, words, errors, Number.NaN);

function print(name: string, seconds: number, words: number, errors: number, speed: number): void {
  const rate = `${((100 * errors) / words).toFixed(1)} %`;
  const columns = [
    name.padEnd(20),
    (Number.isNaN(seconds) ? '' : seconds.toFixed(1)).padStart(8),
    String(words).padStart(6),
    String(errors).padStart(12),
    rate.padStart(9),
    (Number.isNaN(speed) ? '' : speed.toFixed(0)).padStart(12),
  ];
  process.stdout.write(`${columns.join(' ')}\n`);
}
