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

/**
 * A database statement's error quotes the statement's values, in drizzle's words and in the server's: its code and number
 * say enough.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) };
  // MySQL's numbers are positive, the operating system's negative.
  const quotesValues = error.message.startsWith('Failed query') || ('errno' in error && Number(error.errno) > 0);
  return {
    type: error.constructor.name,
    ...('code' in error ? { code: String(error.code) } : {}),
    ...('errno' in error ? { errno: Number(error.errno) } : {}),
    ...(quotesValues ? { message: 'a statement failed' } : { message: error.message, stack: error.stack }),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
