import type { CallCursor } from '@callscript/db';
import { z } from 'zod';

/** The last instant that a DATETIME can hold. */
const lastInstant = Date.parse('9999-12-31T23:59:59.999Z');
const contentSchema = z.strictObject({
  startedAt: z.number().int().min(0).max(lastInstant),
  id: z.number().int().nonnegative(),
});

/** Opaque to callers: where a page ended. */
export function encodeCursor({ startedAt, id }: CallCursor): string {
  return Buffer.from(JSON.stringify({ startedAt: startedAt.getTime(), id })).toString('base64url');
}

/** Parses what `encodeCursor` wrote, and nothing else. */
export const cursorSchema = z
  .string()
  .max(200)
  .transform((text, context): CallCursor => {
    const content = contentSchema.safeParse(parseJson(Buffer.from(text, 'base64url').toString()));
    if (content.success) return { startedAt: new Date(content.data.startedAt), id: content.data.id };
    context.addIssue('must be the next_cursor of an earlier page');
    return z.NEVER;
  });

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
