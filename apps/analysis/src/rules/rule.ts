import type { Severity, Vertical } from '@callscript/contracts';

interface RuleBase {
  id: string;
  /** What the rule asks of the agent, for people and prompts. */
  text: string;
  severity: Severity;
  verticals: readonly Vertical[] | 'all';
  counts: string;
  doesNotCount: string;
  /** What to do instead, as a coach would say it to the agent. */
  advice: string;
}

/** Broken by words that the agent said. */
export interface SaidRule extends RuleBase {
  kind: 'said';
  patterns: readonly string[];
  /** Patterns that count in some verticals only. */
  alsoIn?: readonly { verticals: readonly Vertical[]; patterns: readonly string[] }[];
  /** Words nearby, in the same sentence, that make it harmless. */
  unless?: readonly string[];
  /** Whether asking it breaks the rule as well as saying it. */
  countsAsked?: boolean;
}

/** Broken by words that were due near the start and were not said. */
export interface MissingRule extends RuleBase {
  kind: 'missing';
  patterns: readonly string[];
  /** The agent must have said one of these for the words to be due; without it they are always due. */
  occasion?: readonly string[];
  /** How long after the agent's first word the words may come, in seconds. */
  withinSeconds: number;
  /** Fewer words from the agent than this tell nothing. */
  agentWordsMin: number;
}

/** Broken by what the agent does after the customer said something. */
export interface AfterRule extends RuleBase {
  kind: 'after';
  trigger: readonly string[];
  /** The agent's words that settle it; what follows them no longer counts. */
  settledBy: readonly string[];
  breach: readonly string[];
}

export type Rule = SaidRule | MissingRule | AfterRule;
