import type { ArchivedTranscript, RecordedTranscript, Segment, Transcript, Word } from '@callscript/contracts';
import { describeRecognition, type TranscriptRow } from '@callscript/db';

/** A transcript of the hot tier, as records have it. */
export function fromRow(row: TranscriptRow): RecordedTranscript {
  return {
    text: row.transcript,
    segments: row.speaker_segments,
    roles: row.speaker_roles,
    corrections: row.corrections,
    redactions: row.redactions,
    has_raw: row.raw_transcript !== null,
    recognition: describeRecognition(row),
  };
}

/** An archived one; exports older than a fact have null for it. */
export function fromArchive(archived: ArchivedTranscript): RecordedTranscript {
  const { text, segments, roles = null, corrections = null, redactions = null, recognition = null } = archived;
  const hasRaw = typeof archived.raw_transcript === 'string';
  return { text, segments, roles, corrections, redactions, has_raw: hasRaw, recognition };
}

/** Names each field down to the words: what a stage stored beside them stays inside. */
export function toRecordedTranscript(recorded: RecordedTranscript): RecordedTranscript {
  const { roles, corrections, redactions, recognition } = recorded;
  return {
    ...toTranscript(recorded),
    roles: roles && { source: roles.source, confidence: roles.confidence },
    corrections: corrections && corrections.map(({ start, heard, term }) => ({ start, heard, term })),
    redactions: redactions && redactions.map(({ kind, speaker, start, end }) => ({ kind, speaker, start, end })),
    has_raw: recorded.has_raw,
    recognition: recognition && {
      provider: recognition.provider,
      model: recognition.model,
      language: recognition.language,
      audio_seconds: recognition.audio_seconds,
      compute_seconds: recognition.compute_seconds,
      device: recognition.device,
      truncated: recognition.truncated,
      cost_usd: recognition.cost_usd,
    },
  };
}

export function toTranscript({ text, segments }: Transcript): Transcript {
  return { text, segments: segments.map(toSegment) };
}

function toSegment({ speaker, voice, start, end, text, words }: Segment): Segment {
  return { speaker, ...(voice === undefined ? {} : { voice }), start, end, text, words: words.map(toWord) };
}

function toWord({ word, start, end, confidence }: Word): Word {
  return { word, start, end, ...(confidence === undefined ? {} : { confidence }) };
}
