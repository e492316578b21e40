import { z } from 'zod';

/**
 * A business id. It becomes part of view names and object keys, so its alphabet has no character that means
 * anything to SQL, a path or a URL.
 */
export const bidSchema = z.string().regex(/^[A-Za-z0-9_-]{1,20}$/, 'must be 1 to 20 letters, digits, "_" or "-"');

/** A call's id at its source. Unique within a business; safe in paths and URLs. */
export const callidSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-][A-Za-z0-9._:-]{0,99}$/, 'must be 1 to 100 letters, digits, ".", "_", ":" or "-"');

/** What names one call everywhere. */
export const callKeySchema = z.object({ bid: bidSchema, callid: callidSchema });
export type CallKey = z.infer<typeof callKeySchema>;
