import { bidSchema } from '@callscript/contracts';
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';

/** What commander calls with the text of an argument. */
type Parser<T> = (text: string) => T;

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number): Parser<number> {
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
  };
}

/** Text that fits its column. */
export function text(maxLength: number): Parser<string> {
  return (given) => {
    const trimmed = given.trim();
    if (trimmed !== '' && trimmed.length <= maxLength) return trimmed;
    throw new InvalidArgumentError(`It must have 1 to ${maxLength} characters.`);
  };
}

export const bid: Parser<string> = parsedBy(bidSchema);
export const email: Parser<string> = parsedBy(z.email('must be an email address').max(255));

/** Times per second: `5`, `0.5` or `5/s`. */
export function rate(given: string): number {
  const perSecond = /^\d{1,4}(\.\d{1,3})?(\/s)?$/.test(given) ? Number.parseFloat(given) : 0;
  if (perSecond > 0) return perSecond;
  throw new InvalidArgumentError('It must be a number per second above 0, such as 5 or 0.5.');
}

export function onOff(given: string): boolean {
  if (given === 'on' || given === 'off') return given === 'on';
  throw new InvalidArgumentError('It must be on or off.');
}

/** For an argument that may be given many times; the same id twice is one id. */
export function ids(given: string, previous: readonly number[] = []): number[] {
  return [...new Set([...previous, wholeNumber(1, Number.MAX_SAFE_INTEGER)(given)])];
}

function parsedBy(schema: z.ZodType<string>): Parser<string> {
  return (given) => {
    const parsed = schema.safeParse(given);
    if (parsed.success) return parsed.data;
    throw new InvalidArgumentError(`It ${parsed.error.issues.map(({ message }) => message).join(', ')}.`);
  };
}
