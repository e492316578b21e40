import type { Bant, ConversationMetrics, Flag, ParameterScore } from '@callscript/contracts';

export interface CoachingReportInput {
  callid: string;
  businessName: string;
  agentName: string | null;
  customerPhone: string | null;
  startedAt: Date;
  /** An IANA name: Asia/Kolkata. */
  timeZone: string;
  durationSeconds: number;
  /** Out of 100; null where nothing could be judged. */
  qualityScore: number | null;
  parameters: ParameterScore[];
  bant: Bant;
  coachingSuggestions: string[];
  flags: Flag[];
  summary: string;
  /** How the conversation went, in figures; null for analyses older than them. */
  metrics: ConversationMetrics | null;
  /** Where the whole call can be read; left out unless it is http(s). */
  recordUrl?: string | null;
}
