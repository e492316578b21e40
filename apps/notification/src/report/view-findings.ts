import {
  type Bant,
  type BantFinding,
  bantAspects,
  type Evidence,
  type Flag,
  type ParameterScore,
  severities,
  type Speaker,
} from '@callscript/contracts';
import { cleanText } from './clean-text.ts';
import { formatMoment, formatPoints, formatRule } from './format.ts';
import { strongShare } from './view-score.ts';

export interface AreaView {
  name: string;
  /** 14/15, or "N/A". */
  points: string;
  comment: string;
  /** "Heard at 01:12 and 04:30", or empty. */
  moments: string;
}

export interface FlagView {
  rule: string;
  severity: string;
  moment: string;
  /** Agent said, Customer said, Someone said. */
  said: string;
  quote: string;
}

export interface BantView {
  label: string;
  met: boolean;
  mark: '✓' | '✗';
  status: string;
  detail: string;
}

const labelCharactersMax = 100;
const commentCharactersMax = 500;
const quoteCharactersMax = 300;
const momentsMax = 4;

/** Strong areas with the best first, areas to improve with the largest gap first. */
export function viewAreas(parameters: ParameterScore[]): Record<'strong' | 'improve' | 'unjudged', AreaView[]> {
  const judged = parameters
    .flatMap((parameter) =>
      parameter.score === null ? [] : [{ parameter, share: parameter.score / parameter.max_score }],
    )
    .toSorted((a, b) => b.share - a.share);
  const view = ({ parameter }: { parameter: ParameterScore }) => viewArea(parameter);
  return {
    strong: judged.filter(({ share }) => share >= strongShare).map(view),
    improve: judged
      .filter(({ share }) => share < strongShare)
      .toReversed()
      .map(view),
    unjudged: parameters.filter(({ score }) => score === null).map(viewArea),
  };
}

function viewArea({ name, score, max_score, comment, evidence }: ParameterScore): AreaView {
  return {
    name: cleanText(name, labelCharactersMax),
    points: score === null ? 'N/A' : formatPoints(score, max_score),
    comment: cleanText(comment, commentCharactersMax),
    moments: viewMoments(evidence),
  };
}

function viewMoments(evidence: Evidence[]): string {
  const starts = evidence.map(({ start }) => start).toSorted((a, b) => a - b);
  const moments = [...new Set(starts.map(formatMoment))];
  if (moments.length === 0) return '';
  const shown = moments.slice(0, momentsMax);
  if (moments.length > momentsMax) shown.push(`${moments.length - momentsMax} more`);
  return `Heard at ${new Intl.ListFormat('en-GB').format(shown)}`;
}

/** The gravest first, then as they were said. */
export function viewFlags(flags: Flag[]): FlagView[] {
  return flags
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || a.start - b.start)
    .map(({ rule, severity, speaker, quote, start }) => ({
      rule: cleanText(formatRule(rule), labelCharactersMax),
      severity: formatRule(severity),
      moment: formatMoment(start),
      said: saidBy[speaker],
      quote: cleanText(quote, quoteCharactersMax),
    }));
}

const saidBy: Record<Speaker, string> = { agent: 'Agent said', customer: 'Customer said', unknown: 'Someone said' };

export function viewBant(bant: Bant): BantView[] {
  return bantAspects.map((aspect) => ({
    label: formatRule(aspect),
    ...bantStatuses[bant[aspect].status],
    detail: cleanText(bant[aspect].detail, commentCharactersMax),
  }));
}

const bantStatuses: Record<BantFinding['status'], Pick<BantView, 'met' | 'mark' | 'status'>> = {
  identified: { met: true, mark: '✓', status: 'Identified' },
  likely: { met: true, mark: '✓', status: 'Likely' },
  not_discussed: { met: false, mark: '✗', status: 'Not discussed' },
};
