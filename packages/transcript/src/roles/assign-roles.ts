import type { RecognizedCall, Speaker, SpeakerRoles, Voice, Word } from '@callscript/contracts';
import { chooseAgents } from './choose-agents.ts';
import { createNameMarker } from './known-names.ts';
import { toSpokenText } from './spoken-text.ts';
import { weighVoice, type Reason } from './weigh-voice.ts';

export interface RolesContext {
  readonly separation: RecognizedCall['separation'];
  /** The channel the agent is on in a recording with one party a channel. */
  readonly agentChannel: 0 | 1;
  readonly agentName: string | null;
  readonly businessName: string;
  readonly direction: 'inbound' | 'outbound' | null;
}

export interface AssignedRoles {
  /** By voice. */
  readonly speakers: Speaker[];
  readonly roles: SpeakerRoles;
}

/** Below it a guess is not told. */
export const confidenceMin = 0.8;
/** A voice of fewer words among three or more is a scrap of another, or of a television. */
const voiceWordsMin = 3;
/** How surely a business has its channels the way it says. */
const channelMapProbability = 0.99;

/**
 * Who is the agent. With a channel each, the channel says so, and what is said only lowers the confidence where it
 * contradicts. In a mix it is what is said; where that is not enough, everybody is `unknown`. The confidence of source
 * `none` is that of the guess that was not enough.
 */
export function assignRoles(voices: readonly Voice[], context: RolesContext): AssignedRoles {
  if (context.separation === 'channels') return assignByChannel(voices, context);
  // One voice for everybody says the words of both.
  if (context.separation === 'none' || voices.length === 0) return unknownTo(voices, 0);
  return assignByContent(voices, context);
}

function assignByChannel(voices: readonly Voice[], context: RolesContext): AssignedRoles {
  const speakers = voices.map(({ channel }): Speaker => {
    if (channel === null) return 'unknown';
    return channel === context.agentChannel ? 'agent' : 'customer';
  });
  const scores = scoreVoices(voices, context);
  const sumOf = (speaker: Speaker) => scores.reduce((sum, score, i) => sum + (speakers[i] === speaker ? score : 0), 0);
  const [agent, customer] = [sumOf('agent'), sumOf('customer')];
  return { speakers, roles: { source: 'channel', confidence: round(channelConfidence(agent - customer)) } };
}

/** 1 where what is said agrees or says nothing; towards 0 as it contradicts. */
function channelConfidence(agreement: number): number {
  const prior = Math.log(channelMapProbability / (1 - channelMapProbability));
  return 1 / (1 + Math.exp(-prior - Math.min(0, agreement))) / channelMapProbability;
}

function assignByContent(voices: readonly Voice[], context: RolesContext): AssignedRoles {
  const weighed = voices.length < 3 ? voices : voices.filter(({ words }) => words.length >= voiceWordsMin);
  // A lone voice in a mix is more often two that nobody told apart, and then says the words of both.
  if (weighed.length < 2) return unknownTo(voices, 0);
  const { agents, probability } = chooseAgents(scoreVoices(weighed, context));
  if (probability < confidenceMin) return unknownTo(voices, probability);
  const speakers = voices.map((voice): Speaker => {
    const at = weighed.indexOf(voice);
    if (at < 0) return 'unknown';
    return agents[at] ? 'agent' : 'customer';
  });
  return { speakers, roles: { source: 'content', confidence: round(probability) } };
}

function unknownTo(voices: readonly Voice[], probability: number): AssignedRoles {
  return { speakers: voices.map(() => 'unknown'), roles: { source: 'none', confidence: round(probability) } };
}

function scoreVoices(voices: readonly Voice[], context: RolesContext): number[] {
  return weighVoices(voices, context).map((reasons) => reasons.reduce((sum, { weight }) => sum + weight, 0));
}

/** Why each voice is an agent's or a customer's. */
export function weighVoices(
  voices: readonly Voice[],
  { agentName, businessName, direction }: Omit<RolesContext, 'separation' | 'agentChannel'>,
): Reason[][] {
  const markNames = createNameMarker(agentName, businessName);
  const ordered = voices.map(({ words }) => words.toSorted(byStart));
  const first = Math.min(...ordered.map(startOf));
  return ordered.map((words) =>
    weighVoice(toSpokenText(words, markNames), { direction, isFirst: startOf(words) === first }),
  );
}

const byStart = (a: Word, b: Word): number => a.start - b.start;
const startOf = (words: readonly Word[]): number => words[0]?.start ?? Infinity;
const round = (probability: number): number => Math.round(probability * 1000) / 1000;
