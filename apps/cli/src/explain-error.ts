import { driverError, isDatabaseAway } from '@callscript/db';

const noSuchTable = 1146;

/** What went wrong, for a person. A statement and its values never show: they may hold a password's hash. */
export function explainError(error: unknown, origin: string): string {
  const refusal = driverError(error);
  if (refusal === undefined) return error instanceof Error ? error.message : String(error);
  const detail = refusal.message || (refusal.code ?? 'unknown reason');
  if (isDatabaseAway(error)) return `the database cannot be reached: ${detail} (its address is from ${origin})`;
  if (refusal.errno === noSuchTable) return 'the database lacks a table: run callscript db migrate';
  return `the database refused: ${detail}`;
}
