import { HttpProblem } from '@callscript/http';

/** The contracts are flat; a few levels leave room for additions, and what is stored stays within every server's limits. */
const maxDepth = 8;
const escapedSurrogate = /\\u[dD][89a-fA-F]/;

/** A JSON object out of a raw body. @throws HttpProblem 400 */
export function parsePayload(body: Buffer): Record<string, unknown> {
  const text = body.toString('utf8');
  let value: unknown;
  try {
    // Half a surrogate pair is no character; no database stores one.
    value = escapedSurrogate.test(text)
      ? JSON.parse(text, (_, item: unknown) => (typeof item === 'string' ? item.toWellFormed() : item))
      : JSON.parse(text);
  } catch {
    throw new HttpProblem(400, 'the body is not valid JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new HttpProblem(400, 'the body must be a JSON object');
  }
  if (isDeeperThan(value, maxDepth)) throw new HttpProblem(400, 'the body is nested too deeply');
  return value as Record<string, unknown>;
}

function isDeeperThan(value: object, depth: number): boolean {
  if (depth === 0) return true;
  for (const item of Object.values(value)) {
    if (typeof item === 'object' && item !== null && isDeeperThan(item as object, depth - 1)) return true;
  }
  return false;
}
