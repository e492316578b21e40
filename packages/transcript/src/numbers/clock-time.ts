import { readBelowHundred } from './cardinal.ts';
import { textAfter, textBefore, type Lexeme } from './lexemes.ts';
import { readPair } from './number-pairs.ts';
import type { Rule } from './phrase.ts';

interface Spoken {
  readonly text: string;
  readonly end: number;
}

const beforeTimes = new Set('at by until till from before after around'.split(' '));

/** "two thirty p m", "ten am", "six o'clock", "at seven fifteen". */
export const readClockTime: Rule = ({ lexemes }, at) => {
  const time = readHourAndMinute(lexemes, at) ?? readHour(lexemes, at);
  if (time === undefined || isWritten(lexemes, at, time.end)) return undefined;
  const meridiem = readMeridiem(lexemes, time.end);
  if (meridiem !== undefined) return [time, meridiem];
  const clock = readOClock(lexemes, time.end);
  if (clock !== undefined) return [time, clock];
  const isPlain =
    time.text.includes(':') && !/\d/.test(lexemes[at]?.text ?? '') && !isFollowedByNumber(lexemes, time.end);
  return isPlain && beforeTimes.has(textBefore(lexemes, at)) ? [time] : undefined;
};

/** "2:30 p.m." */
function isWritten(lexemes: readonly Lexeme[], at: number, end: number): boolean {
  return /^\d/.test(lexemes[at]?.text ?? '') && textAfter(lexemes, end - 1).includes('.');
}

/** "at seven oh five, sixty six": more numbers make it a telephone number. */
function isFollowedByNumber(lexemes: readonly Lexeme[], end: number): boolean {
  return /^\d/.test(lexemes[end]?.text ?? '') || readBelowHundred(lexemes, end) !== undefined;
}

/** Minutes that are said as a time are mostly fives, so that "at two forty two" needs a "pm" to be one. */
function readHourAndMinute(lexemes: readonly Lexeme[], at: number): Spoken | undefined {
  const text = lexemes[at]?.text ?? '';
  if (/^(1[0-2]|[1-9]):[0-5]\d$/.test(text)) return { text, end: at + 1 };
  const pair = readPair(lexemes, at);
  if (pair === undefined || !isHour(pair.first) || pair.second > 59) return undefined;
  const isSaidAsTime = pair.second % 5 === 0 || readMeridiem(lexemes, pair.end) !== undefined;
  return isSaidAsTime ? { text: `${pair.first}:${String(pair.second).padStart(2, '0')}`, end: pair.end } : undefined;
}

function readHour(lexemes: readonly Lexeme[], at: number): Spoken | undefined {
  const text = lexemes[at]?.text ?? '';
  if (/^(1[0-2]|[1-9])$/.test(text)) return { text, end: at + 1 };
  const hour = readBelowHundred(lexemes, at);
  return hour !== undefined && isHour(hour.value) ? { text: String(hour.value), end: hour.end } : undefined;
}

function isHour(value: number): boolean {
  return value >= 1 && value <= 12;
}

/** "p m", "pm", "p.m". "i am" is no time: "am" is not followed by what a question goes on with. */
function readMeridiem(lexemes: readonly Lexeme[], at: number): Spoken | undefined {
  const next = textAfter(lexemes, at - 1);
  if (/^[ap]\.?m$/.test(next)) {
    return next === 'am' && textAfter(lexemes, at) === 'i'
      ? undefined
      : { text: `${next.charAt(0).toUpperCase()}M`, end: at + 1 };
  }
  return /^[ap]$/.test(next) && textAfter(lexemes, at) === 'm'
    ? { text: `${next.toUpperCase()}M`, end: at + 2 }
    : undefined;
}

function readOClock(lexemes: readonly Lexeme[], at: number): Spoken | undefined {
  const next = textAfter(lexemes, at - 1);
  if (/^o'?clock$/.test(next)) return { text: "o'clock", end: at + 1 };
  return next === 'o' && textAfter(lexemes, at) === 'clock' ? { text: "o'clock", end: at + 2 } : undefined;
}
