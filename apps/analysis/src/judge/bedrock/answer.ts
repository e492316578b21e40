import { speakers, type Vertical } from '@callscript/contracts';
import { z } from 'zod';
import { rulesFor } from '../../rules/catalogue/index.ts';
import type { QualityParameter } from '../judge.ts';

const quoteSchema = z.object({
  speaker: z.enum(speakers),
  quote: z.string(),
  time: z.string().describe('The time in brackets of the line that holds the quote, such as 1:05.'),
});
export type ClaimedQuote = z.infer<typeof quoteSchema>;

const bantFindingSchema = z.object({
  status: z.enum(['identified', 'likely', 'not_discussed']),
  detail: z.string(),
  quotes: z.array(quoteSchema),
});

/** What the model must hand back. Rules and parameters are those of the call: it can name no others. */
export function buildAnswerSchema(vertical: Vertical, parameters: readonly QualityParameter[]) {
  const ruleIds = [...new Set(rulesFor(vertical).map((rule) => rule.id))];
  const keys = parameters.map((parameter) => parameter.key);
  return z.object({
    flags: z.array(z.object({ rule: z.enum(ruleIds), ...quoteSchema.shape })),
    parameters: z.array(
      z.object({
        key: keys.length > 0 ? z.enum(keys) : z.string(),
        score: z.number().nonnegative().nullable(),
        comment: z.string(),
        quotes: z.array(quoteSchema),
      }),
    ),
    bant: z.object({
      need: bantFindingSchema,
      authority: bantFindingSchema,
      budget: bantFindingSchema,
      timeline: bantFindingSchema,
    }),
    summary: z.string(),
    coaching_suggestions: z.array(z.string()),
  });
}
export type Answer = z.infer<ReturnType<typeof buildAnswerSchema>>;
