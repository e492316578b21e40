import type { ConversationMetrics, SideMetrics } from '@callscript/contracts';
import { formatDuration } from './format.ts';

/** One figure of both sides. */
export interface FigureView {
  label: string;
  agent: string;
  customer: string;
}

export interface ConversationView {
  /** The agent's share of the talking, in whole percent; null where nobody spoke or it is not known who. */
  agentPercent: number | null;
  /** Empty where it is not known who spoke. */
  figures: FigureView[];
  /** Silences of everybody. */
  deadAir: string;
}

/** How the conversation went, or null for analyses that do not say. */
export function viewConversation(metrics: ConversationMetrics | null): ConversationView | null {
  if (metrics === null) return null;
  const { agent, customer } = metrics;
  return {
    agentPercent: toPercent(agent?.talk_share ?? null),
    figures: agent === null || customer === null ? [] : viewFigures(agent, customer),
    deadAir: viewDeadAir(metrics),
  };
}

function viewFigures(agent: SideMetrics, customer: SideMetrics): FigureView[] {
  const percent = toPercent(agent.talk_share);
  const both = (label: string, view: (side: SideMetrics) => string) => ({
    label,
    agent: view(agent),
    customer: view(customer),
  });
  return [
    // What is left of a hundred, so that two rounded shares never make 101.
    ...(percent === null ? [] : [{ label: 'Talk share', agent: `${percent} %`, customer: `${100 - percent} %` }]),
    both('Longest turn', ({ longest_monologue_seconds }) => formatDuration(longest_monologue_seconds)),
    both('Words a minute', ({ words_per_minute }) => viewPace(words_per_minute)),
    both('Interruptions', ({ interruptions }) => String(interruptions)),
  ];
}

const toPercent = (share: number | null): number | null => share && Math.round(share * 100);

function viewPace(wordsPerMinute: number | null): string {
  return wordsPerMinute === null ? '–' : String(Math.round(wordsPerMinute));
}

function viewDeadAir({ dead_air_seconds, longest_dead_air_seconds }: ConversationMetrics): string {
  if (dead_air_seconds === 0) return 'none';
  if (dead_air_seconds === longest_dead_air_seconds) return `${formatDuration(dead_air_seconds)}, at one time`;
  return `${formatDuration(dead_air_seconds)} in all, ${formatDuration(longest_dead_air_seconds)} at the longest`;
}
