import { agentCues } from './cues/agent-cues.ts';
import type { Cue } from './cues/cue.ts';
import { customerCues } from './cues/customer-cues.ts';
import { callerCues, introductions } from './cues/introductions.ts';
import type { SpokenText } from './spoken-text.ts';

type Direction = 'inbound' | 'outbound' | null;

/** One reason to take a voice for an agent (above 0) or a customer, in log-odds. */
export interface Reason {
  readonly name: string;
  readonly weight: number;
}

interface CompiledCue extends Cue {
  readonly pattern: RegExp;
}

const compile = (cue: Cue): CompiledCue => ({
  ...cue,
  pattern: new RegExp(`(?<= |^)(?:${cue.patterns.join('|')})(?= |$)`, 'g'),
});
const compiledCues = [...introductions, ...agentCues, ...customerCues].map(compile);
const compiledCallerCues = callerCues.map(compile);
const callerSign = { outbound: 1, inbound: -1, unknown: 0 } as const;

/** What tells whose words are whose beyond what is said; log-odds like a cue's. */
const weights = {
  /** Inbound: the one who speaks first has answered the call. */
  answersInbound: 1,
  /** Outbound: a call begins with the customer's "hello?", or else with the agent. */
  answersOutbound: -1.5,
  opensOutbound: 0.5,
  /** All of it where a voice speaks of "you" alone, the opposite where of "I" alone. */
  speaksOfYou: 1.5,
} as const;

/** Why a voice is an agent's or a customer's, from what it says and whether it speaks first. */
export function weighVoice(
  text: SpokenText,
  { direction, isFirst }: { direction: Direction; isFirst: boolean },
): Reason[] {
  const sign = callerSign[direction ?? 'unknown'];
  return [
    ...compiledCues.map((cue) => ({ name: cue.name, weight: weigh(cue, text) })),
    ...compiledCallerCues.map((cue) => ({ name: cue.name, weight: sign * weigh(cue, text) })),
    { name: 'speaks of you rather than of themselves', weight: weighPersons(text) },
    { name: 'speaks first', weight: isFirst ? weighFirst(text, direction) : 0 },
  ].filter(({ weight }) => weight !== 0);
}

function weigh({ pattern, opening, weight, timesMax = 1 }: CompiledCue, text: SpokenText): number {
  const times = (opening ? text.opening : text.all).match(pattern)?.length ?? 0;
  return weight * Math.min(times, timesMax);
}

const you = / (?:you|your|yours)(?= )/g;
const me = / (?:i|me|my|mine)(?= )/g;
/** So many words more before a voice counts as speaking of one alone. */
const fewPersons = 3;

function weighPersons({ all }: SpokenText): number {
  const [yous, mes] = [you, me].map((pattern) => all.match(pattern)?.length ?? 0) as [number, number];
  return (weights.speaksOfYou * (yous - mes)) / (yous + mes + fewPersons);
}

const answer = /^ (?:hello|hi|yes|yeah|haan|speaking|good (?:morning|afternoon|evening))(?: [^ |]+){0,2} (?:\||$)/;

function weighFirst({ opening }: SpokenText, direction: Direction): number {
  if (direction === null) return 0;
  if (direction === 'inbound') return weights.answersInbound;
  return answer.test(opening) ? weights.answersOutbound : weights.opensOutbound;
}
