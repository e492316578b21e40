import { HttpProblem } from '@callscript/http';

/** The contracts are flat; a few levels leave room for additions, and what is stored stays within every server's limits. */
const maxDepth = 8;
const escapedSurrogate = /\\u[dD][89a-fA-F]/;

/** A JSON object out of a raw body, with every string well-formed. @throws HttpProblem 400 */
export function parsePayload(body: Buffer): Record<string, unknown> {
  const text = body.toString('utf8');
  const value = parseJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new HttpProblem(400, 'the body must be a JSON object');
  }
  if (isDeeperThan(value, maxDepth)) throw new HttpProblem(400, 'the body is nested too deeply');
  // Half a surrogate pair is no character; no database stores one. Only an escape can bring it in.
  return (escapedSurrogate.test(text) ? toWellFormed(value) : value) as Record<string, unknown>;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpProblem(400, 'the body is not valid JSON');
  }
}

function isDeeperThan(value: object, depth: number): boolean {
  if (depth === 0) return true;
  for (const item of Object.values(value)) {
    if (typeof item === 'object' && item !== null && isDeeperThan(item as object, depth - 1)) return true;
  }
  return false;
}

function toWellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(toWellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), toWellFormed(item)]));
}
