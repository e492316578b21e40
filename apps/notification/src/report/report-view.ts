import type { CoachingReportInput } from './report-input.ts';
import { type AreaView, type BantView, type FlagView, viewAreas, viewBant, viewFlags } from './view-findings.ts';
import { type ConversationView, viewConversation } from './view-conversation.ts';
import { type ScoreView, viewScore } from './view-score.ts';
import { cleanText } from './clean-text.ts';
import { formatDateTime, formatDuration, formatFullDateTime } from './format.ts';

/** Everything that the report says, as both of its parts say it: clean, one-line, formatted strings. */
export interface ReportView {
  subject: string;
  /** What a mailbox shows beside the subject. */
  preheader: string;
  businessName: string;
  greeting: string;
  facts: { label: string; value: string }[];
  score: ScoreView;
  flags: FlagView[];
  /** How many flags the report leaves to the call record. */
  flagsLeftOut: number;
  summary: string;
  conversation: ConversationView | null;
  strong: AreaView[];
  improve: AreaView[];
  unjudged: AreaView[];
  bant: BantView[];
  tips: string[];
  recordUrl: string | null;
  callid: string;
}

const nameCharactersMax = 100;
const summaryCharactersMax = 1500;
const tipCharactersMax = 500;
/** Mail programs cut messages off at about 100 KB (Gmail at 102); the rest is in the call record. */
const flagsMax = 20;

export function viewReport(input: CoachingReportInput): ReportView {
  const agentName = cleanText(input.agentName ?? '', nameCharactersMax);
  const score = viewScore(input.qualityScore);
  const areas = viewAreas(input.parameters);
  return {
    // The customer's number stays out: subjects are shown on locked screens.
    subject: `Call quality report: ${score.short} – ${formatDateTime(input.startedAt, input.timeZone)}`,
    preheader: [
      `${areas.strong.length} strong, ${areas.improve.length} to improve`,
      ...(input.flags.length > 0 ? [`${countOf(input.flags.length, 'compliance point')} to review`] : []),
      ...(input.coachingSuggestions.length > 0 ? [countOf(input.coachingSuggestions.length, 'coaching tip')] : []),
    ].join(' · '),
    businessName: cleanText(input.businessName, nameCharactersMax),
    greeting: agentName === '' ? 'Hello,' : `Hello ${agentName},`,
    facts: [
      { label: 'Date', value: formatFullDateTime(input.startedAt, input.timeZone) },
      { label: 'Call with', value: cleanText(input.customerPhone ?? '', nameCharactersMax) || 'number not known' },
      { label: 'Duration', value: formatDuration(input.durationSeconds) },
    ],
    score,
    flags: viewFlags(input.flags).slice(0, flagsMax),
    flagsLeftOut: Math.max(0, input.flags.length - flagsMax),
    summary: cleanText(input.summary, summaryCharactersMax),
    conversation: viewConversation(input.metrics),
    ...areas,
    bant: viewBant(input.bant),
    tips: input.coachingSuggestions.map((tip) => cleanText(tip, tipCharactersMax)).filter((tip) => tip !== ''),
    recordUrl: webAddress(input.recordUrl),
    callid: cleanText(input.callid, nameCharactersMax),
  };
}

const countOf = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;

function webAddress(url: string | null | undefined): string | null {
  if (!url || !URL.canParse(url)) return null;
  const { href, protocol } = new URL(url);
  return protocol === 'https:' || protocol === 'http:' ? href : null;
}
