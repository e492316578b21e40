import type { Analysis, ConversationMetrics, Recognition } from '@callscript/contracts';
import { and, eq } from 'drizzle-orm';
import type { Executor, Transaction } from '../client.ts';
import {
  bantAnalysis,
  callAnalytics,
  transcripts,
  type CallAnalyticsRow,
  type NewTranscriptRow,
  type TranscriptRow,
} from '../schema/results.ts';
import { utcNow } from '../sql.ts';

interface CallKey {
  bid: string;
  callid: string;
}

/** Replaces what an earlier run of the same call stored: a second run is a correction, never a second result. */
export async function saveTranscript(db: Executor, row: NewTranscriptRow): Promise<void> {
  const { bid: _bid, callid: _callid, ...rest } = row;
  await db
    .insert(transcripts)
    .values(row)
    .onDuplicateKeyUpdate({ set: { ...rest, created_at: utcNow } });
}

export async function findTranscript(db: Executor, key: CallKey): Promise<TranscriptRow | undefined> {
  const [row] = await db
    .select()
    .from(transcripts)
    .where(and(eq(transcripts.bid, key.bid), eq(transcripts.callid, key.callid)));
  return row;
}

/** How a transcript came about, for people: of what a stage notes beside it, the facts that have a contract. */
export function describeRecognition(row: TranscriptRow): Recognition {
  const { compute_ms: computeMs, device, truncated } = row.processing_meta;
  return {
    provider: row.stt_provider,
    model: row.model,
    language: row.language,
    audio_seconds: row.audio_seconds,
    compute_seconds: typeof computeMs === 'number' && computeMs >= 0 ? computeMs / 1000 : null,
    device: device === 'cpu' || device === 'cuda' ? device : null,
    truncated: typeof truncated === 'boolean' ? truncated : null,
    cost_usd: row.cost_usd,
  };
}

/** What a person changes of who is who in a transcript. */
type SpeakerColumns = Pick<NewTranscriptRow, 'speaker_segments' | 'speaker_roles' | 'redactions' | 'raw_transcript'>;

export async function updateSpeakers(tx: Transaction, key: CallKey, columns: SpeakerColumns): Promise<void> {
  await tx
    .update(transcripts)
    .set(columns)
    .where(and(eq(transcripts.bid, key.bid), eq(transcripts.callid, key.callid)));
}

/** How an analysis came about. */
export interface AnalysisProvenance {
  vertical: string;
  judge: string;
  model: string;
  version: string;
  inputTokens: number;
  outputTokens: number;
  costUsd: number;
  droppedClaims: number;
}

/** Replaces an earlier analysis of the call, but not what is known of its notification. */
export async function saveAnalysis(
  db: Executor,
  key: CallKey,
  analysis: Analysis,
  provenance: AnalysisProvenance,
  metrics: ConversationMetrics | null = null,
): Promise<void> {
  const values = {
    quality_score: analysis.quality_score,
    verdict: analysis.verdict,
    vertical: provenance.vertical,
    parameters: analysis.parameters,
    summary: analysis.summary,
    coaching_suggestions: analysis.coaching_suggestions,
    qa_flags: analysis.flags,
    dropped_claims: provenance.droppedClaims,
    conversation_metrics: metrics,
    judge: provenance.judge,
    judge_model: provenance.model,
    qa_version: provenance.version,
    input_tokens: provenance.inputTokens,
    output_tokens: provenance.outputTokens,
    cost_usd: provenance.costUsd,
  };
  await db
    .insert(callAnalytics)
    .values({ ...key, ...values })
    .onDuplicateKeyUpdate({ set: { ...values, created_at: utcNow } });
  const bant = {
    need_status: analysis.bant.need.status,
    authority_status: analysis.bant.authority.status,
    budget_status: analysis.bant.budget.status,
    timeline_status: analysis.bant.timeline.status,
    findings: analysis.bant,
  };
  await db
    .insert(bantAnalysis)
    .values({ ...key, ...bant })
    .onDuplicateKeyUpdate({ set: { ...bant, created_at: utcNow } });
}

/** An analysis as the judge gave it, with how it came about; undefined while there is none. */
export async function findAnalysis(
  db: Executor,
  key: CallKey,
): Promise<{ analysis: Analysis; row: CallAnalyticsRow } | undefined> {
  const [found] = await db
    .select({ row: callAnalytics, bant: bantAnalysis.findings })
    .from(callAnalytics)
    .innerJoin(
      bantAnalysis,
      and(eq(bantAnalysis.bid, callAnalytics.bid), eq(bantAnalysis.callid, callAnalytics.callid)),
    )
    .where(and(eq(callAnalytics.bid, key.bid), eq(callAnalytics.callid, key.callid)));
  if (found === undefined) return undefined;
  const { row, bant } = found;
  return {
    row,
    analysis: {
      quality_score: row.quality_score,
      verdict: row.verdict,
      parameters: row.parameters,
      bant,
      summary: row.summary,
      coaching_suggestions: row.coaching_suggestions,
      flags: row.qa_flags,
    },
  };
}

export async function markNotified(db: Executor, key: CallKey): Promise<void> {
  await db
    .update(callAnalytics)
    .set({ notified_at: utcNow })
    .where(and(eq(callAnalytics.bid, key.bid), eq(callAnalytics.callid, key.callid)));
}

/**
 * Empties the hot tier of one call after its export is safe: the transcript goes, the analysis keeps its summary row
 * (scores, verdict, summary, figures) for lists and averages.
 */
export async function clearHotTier(db: Executor, key: CallKey): Promise<void> {
  await db.delete(transcripts).where(and(eq(transcripts.bid, key.bid), eq(transcripts.callid, key.callid)));
  await db.delete(bantAnalysis).where(and(eq(bantAnalysis.bid, key.bid), eq(bantAnalysis.callid, key.callid)));
  await db
    .update(callAnalytics)
    .set({ archived: true, parameters: [], coaching_suggestions: [], qa_flags: [] })
    .where(and(eq(callAnalytics.bid, key.bid), eq(callAnalytics.callid, key.callid)));
}
