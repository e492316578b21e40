/**
 * The cues of a voice are not independent, and a sum of log-odds takes them to be: this share of it is evidence.
 */
const evidenceShare = 0.6;
/** A second agent, as after a transfer, is this rare; log-odds. */
const secondAgent = -2;

export interface AgentChoice {
  /** Whether each voice is an agent's, in the order of the scores. */
  readonly agents: readonly boolean[];
  /** The probability of exactly this choice, 0 to 1. */
  readonly probability: number;
}

/**
 * The most probable agents among voices, by Bayes: every way to make one voice an agent's, or two of three and more, is
 * weighed by the evidence for those voices.
 *
 * @param scores log-odds that each voice is an agent's; at least two
 */
export function chooseAgents(scores: readonly number[]): AgentChoice {
  const choices = listChoices(scores.length);
  const logWeights = choices.map(
    (agents) =>
      agents.reduce((sum, agent) => sum + evidenceShare * (scores[agent] ?? 0), 0) +
      (agents.length > 1 ? secondAgent : 0),
  );
  const best = logWeights.indexOf(Math.max(...logWeights));
  // Relative to the best, so that no power overflows.
  const total = logWeights.reduce((sum, weight) => sum + Math.exp(weight - (logWeights[best] ?? 0)), 0);
  return { agents: scores.map((_, voice) => choices[best]?.includes(voice) ?? false), probability: 1 / total };
}

function listChoices(voices: number): number[][] {
  const all = Array.from({ length: voices }, (_, i) => i);
  const one = all.map((i) => [i]);
  if (voices === 2) return one;
  return [...one, ...all.flatMap((i) => all.slice(i + 1).map((j) => [i, j]))];
}
