// Who is the agent, by what is said alone: how often right, how often left open, and what a confidence is worth.
//   node bench/roles.ts [--why]      --why lists the reasons for every call that was not got right
import type { Voice } from '@callscript/contracts';
import { assignRoles, weighVoices } from '../src/roles/assign-roles.ts';
import { readSampleVoices, type SampleVoices } from '../src/testing/sample-voices.ts';
import { readWrittenCalls, type LabelledCall } from './written-calls.ts';

const showsWhy = process.argv.includes('--why');
const samples = await readSampleVoices();
const sets: Record<string, readonly LabelledCall[]> = {
  // Weights were chosen on these, and not on the held out.
  development: await readWrittenCalls('development.txt'),
  'held out': await readWrittenCalls('held-out.txt'),
  'samples, as written': samples.map((sample) => labelled(sample, writtenVoices(sample))),
  'samples, as heard': samples.map((sample) => labelled(sample, sample.voices)),
};

process.stdout.write('set                   calls   right   wrong   open   right of decided\n');
for (const [name, calls] of Object.entries(sets)) {
  const outcomes = calls.map(judge);
  const count = (outcome: string) => outcomes.filter((found) => found.outcome === outcome).length;
  const decided = count('right') + count('wrong');
  print(name, calls.length, count('right'), count('wrong'), count('open'), count('right') / decided);
  for (const line of calibration(outcomes)) process.stdout.write(`  ${line}\n`);
  if (showsWhy) calls.forEach((call, i) => outcomes[i]?.outcome !== 'right' && explain(call, outcomes[i]));
}

/** A sample whose channels nobody knows. */
function labelled({ call, speakers }: SampleVoices, voices: readonly Voice[]): LabelledCall {
  const { agent_name: agentName, direction } = call.webhook;
  const context = { agentName, businessName: call.business.business_name, direction };
  return { name: call.name, context, voices: voices.map(({ words }) => ({ channel: null, words })), truth: speakers };
}

/** The script, each turn's words spread over its time. */
function writtenVoices({ call, speakers }: SampleVoices): Voice[] {
  return speakers.map((speaker) => ({
    channel: null,
    words: call.turns
      .filter((turn) => turn.speaker === speaker)
      .flatMap(({ text, start, end }) => {
        const words = text.split(' ');
        const seconds = (end - start) / words.length;
        return words.map((word, i) => ({ word, start: start + i * seconds, end: start + (i + 1) * seconds }));
      }),
  }));
}

interface Judged {
  outcome: 'right' | 'wrong' | 'open';
  confidence: number;
}

function judge({ voices, context, truth }: LabelledCall): Judged {
  const { speakers, roles } = assignRoles(voices, { ...context, separation: 'diarization', agentChannel: 0 });
  if (roles.source === 'none') return { outcome: 'open', confidence: roles.confidence };
  const isRight = speakers.every((speaker, i) => speaker === 'unknown' || speaker === truth[i]);
  return { outcome: isRight ? 'right' : 'wrong', confidence: roles.confidence };
}

/** How often a confidence comes true. */
function calibration(outcomes: readonly Judged[]): string[] {
  const bounds = [0.8, 0.9, 0.97, 0.99, 1.001];
  return bounds.slice(1).flatMap((to, i) => {
    const from = bounds[i] ?? 0;
    const inside = outcomes.filter(
      ({ confidence, outcome }) => outcome !== 'open' && confidence >= from && confidence < to,
    );
    if (inside.length === 0) return [];
    const mean = inside.reduce((sum, { confidence }) => sum + confidence, 0) / inside.length;
    const right = inside.filter(({ outcome }) => outcome === 'right').length;
    return [
      `confidence ${from.toFixed(2)}–${Math.min(1, to).toFixed(2)}: ${inside.length} calls, mean ${mean.toFixed(3)}, right ${(right / inside.length).toFixed(3)}`,
    ];
  });
}

function explain({ name, voices, context, truth }: LabelledCall, judged: Judged | undefined): void {
  process.stdout.write(`  ${judged?.outcome} ${judged?.confidence}  ${name}\n`);
  weighVoices(voices, context).forEach((reasons, i) => {
    const listed = reasons.map(({ name: reason, weight }) => `${reason} ${weight.toFixed(1)}`).join(', ');
    process.stdout.write(`    ${truth[i]}: ${listed || 'nothing'}\n`);
  });
}

function print(name: string, calls: number, right: number, wrong: number, open: number, share: number): void {
  const columns = [name.padEnd(20), String(calls).padStart(6), String(right).padStart(7), String(wrong).padStart(7)];
  process.stdout.write(`${columns.join(' ')} ${String(open).padStart(6)} ${(100 * share).toFixed(1).padStart(16)} %\n`);
}
