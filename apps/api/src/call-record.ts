import type {
  Analysis,
  BantFinding,
  CallRecord,
  ConversationMetrics,
  Evidence,
  HistoryEntry,
  RecordedTranscript,
  SideMetrics,
} from '@callscript/contracts';
import { toRecordedTranscript } from './recorded-transcript.ts';
import { toCallSummary, type SummaryCall } from './call-summary.ts';

export interface CallRecordParts {
  call: SummaryCall;
  vertical: string;
  archived: boolean;
  transcript: RecordedTranscript | null;
  analysis: Analysis | null;
  metrics: ConversationMetrics | null;
  history: readonly HistoryEntry[];
}

/** Names each field down to the words: what a stage stored beside them stays inside. */
export function toCallRecord(parts: CallRecordParts): CallRecord {
  const { call, transcript, analysis, metrics, history } = parts;
  return {
    ...toCallSummary({
      call,
      verdict: analysis?.verdict ?? null,
      quality_score: analysis?.quality_score ?? null,
    }),
    vertical: parts.vertical,
    archived: parts.archived,
    transcript: transcript && toRecordedTranscript(transcript),
    analysis: analysis && toAnalysis(analysis),
    metrics: metrics && toMetrics(metrics),
    history: history.map(toHistoryEntry),
  };
}

function toAnalysis(analysis: Analysis): CallRecord['analysis'] {
  const { need, authority, budget, timeline } = analysis.bant;
  return {
    quality_score: analysis.quality_score,
    parameters: analysis.parameters.map(({ key, name, score, max_score, comment, evidence }) => ({
      key,
      name,
      score,
      max_score,
      comment,
      evidence: evidence.map(toEvidence),
    })),
    bant: {
      need: toFinding(need),
      authority: toFinding(authority),
      budget: toFinding(budget),
      timeline: toFinding(timeline),
    },
    summary: analysis.summary,
    coaching_suggestions: [...analysis.coaching_suggestions],
    flags: analysis.flags.map(({ rule, severity, ...evidence }) => ({ rule, severity, ...toEvidence(evidence) })),
  };
}

function toFinding({ status, detail, evidence }: BantFinding): BantFinding {
  return { status, detail, evidence: evidence.map(toEvidence) };
}

function toEvidence({ speaker, quote, start, end }: Evidence): Evidence {
  return { speaker, quote, start, end };
}

function toMetrics(metrics: ConversationMetrics): ConversationMetrics {
  return {
    agent: metrics.agent && toSide(metrics.agent),
    customer: metrics.customer && toSide(metrics.customer),
    dead_air_seconds: metrics.dead_air_seconds,
    longest_dead_air_seconds: metrics.longest_dead_air_seconds,
    overlaps: metrics.overlaps,
    overlap_seconds: metrics.overlap_seconds,
    first_greeting_seconds: metrics.first_greeting_seconds,
  };
}

function toSide(side: SideMetrics): SideMetrics {
  return {
    talk_seconds: side.talk_seconds,
    talk_share: side.talk_share,
    words: side.words,
    words_per_minute: side.words_per_minute,
    longest_monologue_seconds: side.longest_monologue_seconds,
    interruptions: side.interruptions,
  };
}

function toHistoryEntry(entry: HistoryEntry): HistoryEntry {
  return {
    stage: entry.stage,
    status: entry.status,
    worker_id: entry.worker_id,
    duration_ms: entry.duration_ms,
    attempt: entry.attempt,
    error_message: entry.error_message,
    created_at: entry.created_at,
  };
}
