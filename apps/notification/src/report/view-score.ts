import { formatNumber } from './format.ts';

export type Tone = 'good' | 'fair' | 'poor';

export interface ScoreView {
  /** 87, or null where the call was not scored. */
  value: string | null;
  /** 87/100 or "not scored". */
  short: string;
  /** The score in a word or a sentence. */
  words: string;
  percent: number;
  tone: Tone;
}

/** From this share of its points an area, or a whole call, counts as strong. */
export const strongShare = 0.85;
const solidShare = 0.7;

export function viewScore(qualityScore: number | null): ScoreView {
  if (qualityScore === null) {
    const words = 'This call gave no occasion to judge any quality area.';
    return { value: null, short: 'not scored', words, percent: 0, tone: 'fair' };
  }
  const value = formatNumber(qualityScore);
  const graded = { value, short: `${value}/100`, percent: Math.round(qualityScore) };
  if (qualityScore >= strongShare * 100) return { ...graded, words: 'Strong call', tone: 'good' };
  if (qualityScore >= solidShare * 100) return { ...graded, words: 'Solid, with room to grow', tone: 'fair' };
  return { ...graded, words: 'Needs work', tone: 'poor' };
}
