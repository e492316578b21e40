import { createHash } from 'node:crypto';
import { callKeySchema, permitSchemas, permitType } from '@callscript/contracts';
import type { DeadLetterMessage, Permits, Stage } from '@callscript/contracts';

const largestBodyBytes = 256 * 1024;
const keptBodyBytes = 16 * 1024;
const longestReason = 2000;

/** What is wrong with a message that is no permit of its stage. */
export interface Unreadable {
  errorClass: 'MessageTooLarge' | 'WrongMessageType' | 'InvalidJson' | 'ContractViolation';
  reason: string;
  /** What could be parsed of the body, if anything. */
  content?: unknown;
}

export type ReadPermit<S extends Stage> = { permit: Permits[S] } | { unreadable: Unreadable };

/** Reads a message as a permit of the stage. Never throws. */
export function readPermit<S extends Stage>(stage: S, type: string | undefined, body: Buffer): ReadPermit<S> {
  if (body.length > largestBodyBytes) {
    const reason = `body: ${body.length} bytes, ${largestBodyBytes} allowed`;
    return { unreadable: { errorClass: 'MessageTooLarge', reason } };
  }
  const content = parseJson(body);
  if (type !== permitType(stage)) {
    const reason = `type: expected ${permitType(stage)}, received ${JSON.stringify(type) ?? 'none'}`;
    return { unreadable: { errorClass: 'WrongMessageType', reason, content: content?.value } };
  }
  if (!content) return { unreadable: { errorClass: 'InvalidJson', reason: 'body: not JSON in UTF-8' } };
  const result = permitSchemas[stage].safeParse(content.value);
  // The schema was chosen by the stage; TypeScript cannot follow an index by a generic to its type.
  if (result.success) return { permit: result.data as Permits[S] };
  const reason = result.error.issues
    .map((issue) => `${issue.path.length > 0 ? issue.path.join('.') : 'body'}: ${issue.message}`)
    .join('; ');
  return { unreadable: { errorClass: 'ContractViolation', reason, content: content.value } };
}

export function unreadableLetter(stage: Stage, unreadable: Unreadable, body: Buffer, at: Date): DeadLetterMessage {
  const key = callKeySchema.safeParse(unreadable.content);
  return {
    stage,
    bid: key.success ? key.data.bid : null,
    callid: key.success ? key.data.callid : null,
    failure: 'unreadable',
    error_class: unreadable.errorClass,
    error_message: unreadable.reason.slice(0, longestReason),
    attempts: 0,
    first_failed_at: at.toISOString(),
    last_failed_at: at.toISOString(),
    message: boundedText(body),
  };
}

/** The same for every copy of the same unreadable message, so that a redelivery files no second letter unnoticed. */
export function letterIdOf(queue: string, messageId: string | undefined, body: Buffer): string {
  const hash = createHash('sha256')
    .update(`${queue}\n${messageId ?? ''}\n`)
    .update(body);
  return `unreadable-${hash.digest('hex').slice(0, 40)}`;
}

function parseJson(body: Buffer): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown };
  } catch {
    return undefined;
  }
}

/** Bytes that are no UTF-8 become U+FFFD; a character that the limit cuts is left out. */
function boundedText(body: Buffer): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(body.subarray(0, keptBodyBytes), {
    stream: body.length > keptBodyBytes,
  });
}
