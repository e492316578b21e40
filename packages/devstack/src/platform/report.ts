import type { CallRecord } from '@callscript/contracts';
import type { SampleCall } from '@callscript/samples';

const excerptSegments = 4;
const indent = '    ';

export interface Played {
  sample: SampleCall;
  record: CallRecord;
  endedAt: Date;
  emailUrl: string | undefined;
}

/** What came out of one call, for people to read. */
export function describeCall({ sample, record, endedAt, emailUrl }: Played): string {
  const lines = [
    '',
    `■ ${sample.title}`,
    `${indent}call ${record.bid}/${record.callid}, ${record.duration_seconds} s, ${record.agent.name ?? 'unknown agent'}`,
  ];
  if (record.skip_reason !== null) lines.push(`${indent}skipped: ${record.skip_reason}`);
  for (const segment of record.transcript?.segments.slice(0, excerptSegments) ?? []) {
    lines.push(`${indent}${clock(segment.start)} ${segment.speaker.padEnd(8)} ${cut(segment.text, 90)}`);
  }
  const { analysis } = record;
  if (analysis !== null) {
    const score = analysis.quality_score === null ? 'not scored' : `${analysis.quality_score}/100`;
    lines.push(`${indent}score ${score}, verdict ${record.verdict ?? 'none'}`);
    for (const flag of analysis.flags) {
      lines.push(`${indent}⚑ ${clock(flag.start)} ${flag.rule} (${flag.severity}): “${cut(flag.quote, 80)}”`);
    }
    for (const tip of analysis.coaching_suggestions) lines.push(`${indent}tip: ${cut(tip, 110)}`);
  }
  if (emailUrl !== undefined) {
    lines.push(
      `${indent}email ${emailUrl} (${((notifiedAt(record) - endedAt.getTime()) / 1000).toFixed(1)} s after hang-up)`,
    );
  }
  return lines.join('\n');
}

/** Why a sample did not end as it should, or undefined when it did. */
export function findDeviation({ sample, record, emailUrl }: Played): string | undefined {
  const { expected } = sample;
  if (record.processing_state !== expected.state) {
    const reason = record.history.findLast((entry) => entry.error_message !== null)?.error_message;
    return `ended as ${record.processing_state} instead of ${expected.state}${reason ? ` (${reason})` : ''}`;
  }
  if (record.verdict !== expected.verdict) return `was found ${record.verdict} instead of ${expected.verdict}`;
  if (expected.state === 'notified' && emailUrl === undefined) return 'led to no email';
  return undefined;
}

function notifiedAt(record: CallRecord): number {
  const entry = record.history.findLast(({ stage, status }) => stage === 'notified' && status === 'success');
  return entry === undefined ? Number.NaN : Date.parse(entry.created_at);
}

/** 83.4 → "1:23" */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
