import { z } from 'zod';

/** An RFC 9457 problem document: the body of every error answer. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  /** The request's id, also in the logs. */
  instance: z.string().optional(),
  /** Which fields were wrong, and why. */
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;
export type FieldError = NonNullable<Problem['errors']>[number];
export const problemContentType = 'application/problem+json';
