import { z } from 'zod';

/** What can be wrong with a recording's download. */
export type RecordingFault =
  | { kind: 'late'; requests: number }
  | { kind: 'empty' | 'truncated' | 'html' | 'hang' }
  | { kind: 'slow'; bytesPerSecond: number }
  | { kind: 'redirect'; url: string }
  | { kind: 'status'; statusCode: number }
  | { kind: 'huge' | 'unannounced'; bytes: number };

const forms =
  'late:<n>, empty, truncated, html, hang, slow:<bytesPerSecond>, redirect:<url>, status:<code>, huge:<bytes> or unannounced:<bytes>';

/** Reads the form `kind` or `kind:value`. */
export const recordingFaultSchema = z.string().transform((text, ctx): RecordingFault => {
  const fault = parseFault(text);
  if (fault) return fault;
  ctx.addIssue({ code: 'custom', message: `must be ${forms}` });
  return z.NEVER;
});

function parseFault(text: string): RecordingFault | undefined {
  const [, kind = '', value = ''] = /^([a-z]+)(?::(.+))?$/.exec(text) ?? [];
  const number = /^\d{1,15}$/.test(value) ? Number(value) : undefined;
  switch (kind) {
    case 'empty':
    case 'truncated':
    case 'html':
    case 'hang':
      return { kind };
    case 'late':
      return number === undefined ? undefined : { kind, requests: number };
    case 'slow':
      return number ? { kind, bytesPerSecond: number } : undefined;
    case 'huge':
    case 'unannounced':
      return number === undefined ? undefined : { kind, bytes: number };
    case 'status':
      return number && number >= 200 && number <= 599 ? { kind, statusCode: number } : undefined;
    case 'redirect':
      // Any target may be named, private networks and odd schemes included: refusing them is the downloader's work.
      return URL.canParse(value) ? { kind, url: value } : undefined;
    default:
      return undefined;
  }
}

export type RecordingFaults = {
  /** Applies to every download of that recording until cleared, and starts `late` anew. */
  set(name: string, fault: RecordingFault): void;
  clear(name: string): void;
  /**
   * The fault that this request meets: the one in its address, else the one set for the recording. `late` counts
   * requests per address, so that two callers who ask with different queries do not use up each other's misses.
   */
  meet(request: { name: string; address: string; asked: RecordingFault | undefined }): RecordingFault | undefined;
};

const entriesMax = 10_000;

export function createRecordingFaults(): RecordingFaults {
  const standing = new Map<string, RecordingFault>();
  const requestCounts = new Map<string, number>();
  return {
    set(name, fault) {
      rememberBounded(standing, name, { ...fault });
      requestCounts.delete(name);
    },
    clear(name) {
      standing.delete(name);
    },
    meet({ name, address, asked }) {
      const fault = asked ?? standing.get(name);
      if (fault?.kind !== 'late') return fault;
      const counter = asked ? address : name;
      const count = (requestCounts.get(counter) ?? 0) + 1;
      rememberBounded(requestCounts, counter, count);
      return count <= fault.requests ? fault : undefined;
    },
  };
}

function rememberBounded<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.set(key, value);
  if (map.size <= entriesMax) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
