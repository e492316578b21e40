// Speaks the scripts of calls/*.json and writes calls/*.wav and calls/timeline.json.
// Needs the Debian packages flite and sox. The same script gives the same bytes: the noise is seeded by the call's name.
//   node recipe/build.mjs [name…]     without names: every call
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const CALLS = path.join(import.meta.dirname, '..', 'calls');
const TIMELINE = path.join(CALLS, 'timeline.json');
const RATE = 8000;
const EDGE_S = 0.4; // line noise before the first and after the last turn
const GAP_S = 0.3; // between turns, where a turn does not say otherwise
const SPEECH_RMS = 0.075; // of full scale: about -22.5 dBFS, a usual telephone level
const SNR_DB = 36;
const SOX_ENCODING = { pcm16: '-e signed -b 16', ulaw: '-e mu-law', alaw: '-e a-law' };
const RAW_PCM16 = `-t raw -r ${RATE} -e signed -b 16`;

// What a synthesiser has to be given so that it says what is written.
const SAY = { crm: 'see are em' };
const spoken = (text) => text.replace(/[a-z']+/g, (word) => SAY[word] ?? word);

const workFolder = mkdtempSync(path.join(tmpdir(), 'callscript-samples-'));

function sox(args, input) {
  return execFileSync('sox', args.split(' '), { input, maxBuffer: 1 << 26 });
}

/** One turn through the telephone band: 8 kHz samples, 300-3400 Hz, level brought to SPEECH_RMS. */
function speak(voice, text) {
  const file = path.join(workFolder, 'turn.wav');
  execFileSync('flite', ['-voice', voice, '-t', spoken(text), '-o', file]);
  const raw = sox(`-D -R ${file} ${RAW_PCM16} -c 1 - gain -4 sinc 300-3400`);
  const samples = Float32Array.from({ length: raw.length / 2 }, (_, i) => raw.readInt16LE(2 * i) / 32768);
  const voiced = samples.filter((x) => Math.abs(x) > 0.005);
  const rms = Math.sqrt(voiced.reduce((sum, x) => sum + x * x, 0) / voiced.length);
  return samples.map((x) => (x * SPEECH_RMS) / rms);
}

/** Gaussian noise from a seeded generator (mulberry32 and Box-Muller). */
function createNoise(name) {
  let state = [...name].reduce((hash, c) => Math.imul(hash ^ c.charCodeAt(0), 16777619), 2166136261);
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

function channelOf(call, speaker) {
  if (call.agentChannel === null) return 0;
  return speaker === 'agent' ? call.agentChannel : 1 - call.agentChannel;
}

function build(name) {
  const call = JSON.parse(readFileSync(path.join(CALLS, `${name}.json`), 'utf8'));
  const placed = [];
  let end = EDGE_S;
  for (const [index, turn] of call.turns.entries()) {
    const samples = speak(call.voices[turn.speaker], turn.text);
    const start = index === 0 ? EDGE_S : end + (turn.gap ?? GAP_S);
    end = start + samples.length / RATE;
    placed.push({ speaker: turn.speaker, samples, start, end });
  }
  const frames = Math.ceil((end + EDGE_S) * RATE);
  const noise = createNoise(name);
  const noiseRms = SPEECH_RMS * 10 ** (-SNR_DB / 20);
  const channels = Array.from({ length: call.agentChannel === null ? 1 : 2 }, () =>
    Float32Array.from({ length: frames }, () => noise() * noiseRms),
  );
  for (const { speaker, samples, start } of placed) {
    const line = channels[channelOf(call, speaker)];
    const from = Math.round(start * RATE);
    for (const [i, x] of samples.entries()) line[from + i] += x;
  }
  const pcm = Buffer.alloc(frames * channels.length * 2);
  for (let i = 0; i < frames; i++)
    for (const [c, line] of channels.entries())
      pcm.writeInt16LE(Math.round(Math.max(-1, Math.min(1, line[i])) * 32767), 2 * (i * channels.length + c));
  const spokenCall = path.join(workFolder, 'call.wav');
  sox(`-D ${RAW_PCM16} -c ${channels.length} - ${SOX_ENCODING[call.encoding]} ${spokenCall}`, pcm);
  copyFileSync(spokenCall, path.join(CALLS, `${name}.wav`));
  console.log(`${name.padEnd(22)} ${(frames / RATE).toFixed(1)} s`);
  return placed.map(({ start, end }) => ({ start: Number(start.toFixed(2)), end: Number(end.toFixed(2)) }));
}

const all = readdirSync(CALLS)
  .filter((f) => f.endsWith('.json') && f !== 'timeline.json')
  .map((f) => f.slice(0, -5))
  .sort();
const names = process.argv.length > 2 ? process.argv.slice(2) : all;
const timeline = existsSync(TIMELINE) ? JSON.parse(readFileSync(TIMELINE, 'utf8')) : {};
try {
  for (const name of names) timeline[name] = build(name);
} finally {
  rmSync(workFolder, { recursive: true });
}
const rows = all
  .filter((name) => timeline[name])
  .map((name) => {
    const turns = timeline[name].map((turn) => `    ${JSON.stringify(turn)}`).join(',\n');
    return `  ${JSON.stringify(name)}: [\n${turns}\n  ]`;
  });
writeFileSync(TIMELINE, `{\n${rows.join(',\n')}\n}\n`);
