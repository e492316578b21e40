import { z } from 'zod';
import { speakerSchema } from './transcript.ts';

export const severities = ['critical', 'high', 'medium', 'low'] as const;
export const severitySchema = z.enum(severities);
export type Severity = z.infer<typeof severitySchema>;

export const verdicts = ['flagged', 'safe'] as const;
export const verdictSchema = z.enum(verdicts);
export type Verdict = z.infer<typeof verdictSchema>;

/** Words of the transcript that a score or a flag rests on. Times in seconds from the start of the recording. */
export const evidenceSchema = z.object({
  speaker: speakerSchema,
  quote: z.string().min(1),
  start: z.number().nonnegative(),
  end: z.number().nonnegative(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** A compliance violation. `quote` is what was said, `rule` the id of the rule it breaks. */
export const flagSchema = z.object({
  rule: z.string().min(1).max(100),
  severity: severitySchema,
  ...evidenceSchema.shape,
});
export type Flag = z.infer<typeof flagSchema>;

/** One quality parameter of the scorecard. `score` is null where the call gave no occasion to judge it. */
export const parameterScoreSchema = z.object({
  key: z.string().min(1).max(100),
  name: z.string().min(1).max(255),
  score: z.number().nonnegative().nullable(),
  max_score: z.number().positive(),
  comment: z.string().max(500),
  evidence: z.array(evidenceSchema),
});
export type ParameterScore = z.infer<typeof parameterScoreSchema>;

export const bantAspects = ['need', 'authority', 'budget', 'timeline'] as const;
export type BantAspect = (typeof bantAspects)[number];

export const bantFindingSchema = z.object({
  status: z.enum(['identified', 'likely', 'not_discussed']),
  detail: z.string().max(500),
  evidence: z.array(evidenceSchema),
});
export type BantFinding = z.infer<typeof bantFindingSchema>;

export const bantSchema = z.object({
  need: bantFindingSchema,
  authority: bantFindingSchema,
  budget: bantFindingSchema,
  timeline: bantFindingSchema,
});
export type Bant = z.infer<typeof bantSchema>;

/**
 * What a judge found in one call. `quality_score` is out of 100, weighted over the parameters that could be judged,
 * null where none could.
 */
export const analysisSchema = z.object({
  quality_score: z.number().min(0).max(100).nullable(),
  verdict: verdictSchema,
  parameters: z.array(parameterScoreSchema),
  bant: bantSchema,
  summary: z.string(),
  coaching_suggestions: z.array(z.string()),
  flags: z.array(flagSchema),
});
export type Analysis = z.infer<typeof analysisSchema>;
