import type {
  Analysis,
  BantFinding,
  CallRecord,
  Evidence,
  HistoryEntry,
  Transcript,
  Word,
} from '@callscript/contracts';
import { toCallSummary, type SummaryCall } from './call-summary.ts';

export interface CallRecordParts {
  call: SummaryCall;
  vertical: string;
  archived: boolean;
  transcript: Transcript | null;
  analysis: Analysis | null;
  history: readonly HistoryEntry[];
}

/** Names each field down to the words: what a stage stored beside them stays inside. */
export function toCallRecord(parts: CallRecordParts): CallRecord {
  const { call, transcript, analysis, history } = parts;
  return {
    ...toCallSummary({
      call,
      verdict: analysis?.verdict ?? null,
      quality_score: analysis?.quality_score ?? null,
    }),
    vertical: parts.vertical,
    archived: parts.archived,
    transcript: transcript && toTranscript(transcript),
    analysis: analysis && toAnalysis(analysis),
    history: history.map(toHistoryEntry),
  };
}

function toTranscript({ text, segments }: Transcript): Transcript {
  return {
    text,
    segments: segments.map(({ speaker, start, end, text, words }) => ({
      speaker,
      start,
      end,
      text,
      words: words.map(toWord),
    })),
  };
}

function toWord({ word, start, end, confidence }: Word): Word {
  return { word, start, end, ...(confidence === undefined ? {} : { confidence }) };
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
