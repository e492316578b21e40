import { describe, expect, test } from 'vitest';
import { makeNegatives } from './redaction-cases/negatives.ts';
import { makePositives, secretKinds } from './redaction-cases/positives.ts';
import { scoreConversations, styles } from './redaction-cases/score.ts';

const seed = 20_260_301;
const leastRecall = 0.95;
const leastPrecision = 0.95;

describe.each(styles)('redaction of generated calls, %s', (style) => {
  const negatives = makeNegatives('development', 300, seed);

  test.each(secretKinds)('finds %s and little else', (kind) => {
    const scores = scoreConversations(
      [...makePositives(kind, { set: 'development', count: 300, seed }), ...negatives],
      style,
    );
    const score = scores.get(kind);
    expect((score?.found ?? 0) / 300).toBeGreaterThanOrEqual(leastRecall);
    expect((score?.right ?? 0) / (score?.redactions ?? 0)).toBeGreaterThanOrEqual(leastPrecision);
  });
});
