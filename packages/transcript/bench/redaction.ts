/**
 * Recall and precision of redaction by kind, on generated calls: `node bench/redaction.ts [seed]`. `development` templates
 * were looked at while the rules were written, `heldOut` ones were not. Then the time for a transcript of two hours.
 */
import type { Segment } from '@callscript/contracts';
import { correctWords } from '../src/corrections/correct-words.ts';
import { writeNumbers } from '../src/numbers/write-numbers.ts';
import { redactSegments } from '../src/redaction/redact-segments.ts';
import { makeNegatives } from '../tests/redaction-cases/negatives.ts';
import { makePositives, secretKinds } from '../tests/redaction-cases/positives.ts';
import { scoreConversations, styles } from '../tests/redaction-cases/score.ts';

const seed = Number(process.argv[2] ?? 1);
const positivesPerKind = 200;
const negatives = 1000;

for (const set of ['development', 'heldOut'] as const) {
  for (const isHard of [false, true]) for (const style of styles) printScores({ set, isHard }, style);
}
printTimes();

function printScores(
  { set, isHard }: { set: 'development' | 'heldOut'; isHard: boolean },
  style: (typeof styles)[number],
): void {
  const calls = [
    ...secretKinds.flatMap((kind, i) => makePositives(kind, { set, isHard, count: positivesPerKind, seed: seed + i })),
    ...makeNegatives(set, negatives, seed),
  ];
  const scores = scoreConversations(calls, style);
  console.log(
    `\n${set}${isHard ? ', hard' : ''}, ${style}: ${calls.length} calls, ${negatives} of them without a secret`,
  );
  console.table(
    Object.fromEntries(
      [...scores].map(([kind, { secrets, found, hidden, redactions, right }]) => [
        kind,
        {
          secrets,
          recall: percent(found, secrets),
          hidden: percent(hidden, secrets),
          precision: percent(right, redactions),
        },
      ]),
    ),
  );
}

/** Calls put one after the other until they are as long as two hours of talk. */
function printTimes(): void {
  const segments = longCall(25_000);
  const words = segments.flatMap((segment) => segment.words);
  const terms = Array.from({ length: 100 }, (_, i) => ({
    term: `Term${i}`,
    heard: [`thank you for${i}`, `term ${i}`],
  }));
  const kinds = [...secretKinds, 'digits' as const];
  console.log(`\n${words.length} words in ${segments.length} segments, milliseconds of CPU time, best of 10 runs:`);
  console.table({
    correctWords: milliseconds(() => correctWords(words, terms)),
    writeNumbers: milliseconds(() => writeNumbers(words)),
    redactSegments: milliseconds(() => redactSegments(segments, { kinds })),
  });
}

function longCall(wordCount: number): Segment[] {
  const calls = secretKinds.flatMap((kind) => makePositives(kind, { set: 'development', count: 100, seed }));
  const segments: Segment[] = [];
  let count = 0;
  let offset = 0;
  for (let i = 0; count < wordCount; i++) {
    const call = calls[(i * 37) % calls.length]?.segments ?? [];
    for (const segment of call) {
      count += segment.words.length;
      segments.push({
        ...segment,
        words: segment.words.map((word) => ({ ...word, start: word.start + offset, end: word.end + offset })),
      });
    }
    offset = segments.at(-1)?.words.at(-1)?.end ?? offset;
  }
  return segments;
}

function milliseconds(work: () => void): number {
  const times = Array.from({ length: 10 }, () => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.round(Math.min(...times) * 10) / 10;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}
