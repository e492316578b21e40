// Word error rate of the demo model per sample call and channel, with the demo model's own plain recogniser.
//   node recipe/check-wer.mjs [--text] [--model DIR] [name…]      (from the repository root)
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const CALLS = path.join(import.meta.dirname, '..', 'calls');
const { values, positionals } = parseArgs({
  options: {
    text: { type: 'boolean' },
    model: { type: 'string', default: path.join(import.meta.dirname, '../../demo-model') },
  },
  allowPositionals: true,
});
const { load, mel, run, up2 } = await import(pathToFileURL(path.resolve(values.model, 'recipe/check.mjs')));

const words = (text) =>
  text
    .toLowerCase()
    .replace(/[^a-z' ]/g, ' ')
    .split(/\s+/)
    .filter(Boolean);

/** Levenshtein alignment: the number of edits and what was heard differently, in reading order. */
function compare(said, heard) {
  const cost = Array.from({ length: said.length + 1 }, (_, i) =>
    Array.from({ length: heard.length + 1 }, (_, j) => (i ? (j ? 0 : i) : j)),
  );
  for (let i = 1; i <= said.length; i++)
    for (let j = 1; j <= heard.length; j++)
      cost[i][j] = Math.min(
        cost[i - 1][j] + 1,
        cost[i][j - 1] + 1,
        cost[i - 1][j - 1] + (said[i - 1] === heard[j - 1] ? 0 : 1),
      );
  const edits = [];
  for (let i = said.length, j = heard.length; i || j;) {
    if (i && j && cost[i][j] === cost[i - 1][j - 1] + (said[i - 1] === heard[j - 1] ? 0 : 1)) {
      (i--, j--);
      if (said[i] !== heard[j]) edits.unshift(`${said[i]}→${heard[j]}`);
    } else if (i && cost[i][j] === cost[i - 1][j] + 1) edits.unshift(`${said[--i]}→·`);
    else edits.unshift(`·→${heard[--j]}`);
  }
  return edits;
}

const model = await load(path.join(values.model, 'asr'), false);
const names = positionals.length
  ? positionals
  : readdirSync(CALLS)
      .filter((f) => f.endsWith('.wav'))
      .map((f) => f.slice(0, -4))
      .sort();
const total = { words: 0, edits: 0 };
const percent = ({ words, edits }) => `${((100 * edits) / words).toFixed(1)} %`.padStart(7);
for (const name of names) {
  const call = JSON.parse(readFileSync(path.join(CALLS, `${name}.json`), 'utf8'));
  const sum = { words: 0, edits: 0 };
  const speakers = call.agentChannel === null ? ['mono'] : ['agent', 'customer'];
  for (const speaker of speakers) {
    const channel = speaker === 'mono' ? 1 : (speaker === 'agent' ? call.agentChannel : 1 - call.agentChannel) + 1;
    const raw = execFileSync(
      'sox',
      [path.join(CALLS, `${name}.wav`), '-t', 'raw', '-e', 'signed', '-b', '16', '-', 'remix', `${channel}`],
      { maxBuffer: 1 << 26 },
    );
    const features = mel(up2(Float32Array.from({ length: raw.length / 2 }, (_, i) => raw.readInt16LE(2 * i) / 32768)));
    const { text } = await run(model, features.f, features.T, features.n);
    const said = words(
      call.turns
        .filter((turn) => speaker === 'mono' || turn.speaker === speaker)
        .map((turn) => turn.text)
        .join(' '),
    );
    const edits = compare(said, words(text));
    sum.words += said.length;
    sum.edits += edits.length;
    console.log(
      `${name.padEnd(22)} ${speaker.padEnd(9)} ${String(said.length).padStart(4)} words ${percent({ words: said.length, edits: edits.length })}  ${edits.join('  ')}`,
    );
    if (values.text) console.log(`    ${text}`);
  }
  console.log(`${name.padEnd(22)} ${'call'.padEnd(9)} ${String(sum.words).padStart(4)} words ${percent(sum)}`);
  total.words += sum.words;
  total.edits += sum.edits;
}
console.log(`${'all'.padEnd(32)} ${String(total.words).padStart(4)} words ${percent(total)}`);
