import { hostname } from 'node:os';
import pino, { type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/**
 * JSON lines on standard output: timestamp, service, event fields, ids. Names, numbers and words of a call do not belong
 * in a log; the paths below are a net for what slips through.
 */
export function createLogger(
  { service, level }: { service: string; level: string },
  destination?: DestinationStream,
): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: { service, host: hostname(), pid: process.pid },
    timestamp: () => `,"timestamp":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
    redact: { paths: ['password', 'secret', 'authorization', '*.password', '*.secret', '*.authorization'] },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** A database driver's message quotes the statement's values: its code says enough. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error ? String(error.code) : undefined;
  const isQuery = error.message.startsWith('Failed query');
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  return {
    type: error.constructor.name,
    code,
    message: isQuery ? 'a database statement failed' : error.message,
    stack: isQuery ? undefined : error.stack,
    cause,
  };
}
