import type { Segment, Speaker, Transcript, Vertical } from '@callscript/contracts';
import type { JudgeInput } from './judge.ts';

export type Line = readonly [speaker: Speaker, text: string];

const secondsPerWord = 0.35;
const pauseBetweenTurns = 0.4;

/** A transcript as a recogniser would write the lines: one segment a line, evenly spaced words. */
export function transcribe(lines: readonly Line[]): Transcript {
  let now = 0.5;
  const segments = lines.map(([speaker, text]): Segment => {
    const start = now;
    const words = text
      .split(/\s+/)
      .filter((word) => word !== '')
      .map((word) => {
        const from = now;
        now = Math.round((now + secondsPerWord) * 1000) / 1000;
        return { word, start: from, end: now - 0.05, confidence: 0.9 };
      });
    const end = now;
    now += pauseBetweenTurns;
    return { speaker, start, end, text, words };
  });
  return { text: segments.map(({ text }) => text).join(' '), segments };
}

export const everyKey = [
  'greeting',
  'discovery',
  'product_knowledge',
  'active_listening',
  'objection_handling',
  'communication',
  'compliance',
  'closing',
  'empathy',
  'problem_resolution',
  'payment_commitment',
] as const;

export function callOf(lines: readonly Line[], overrides: Partial<JudgeInput> = {}): JudgeInput {
  const transcript = transcribe(lines);
  return {
    transcript,
    durationSeconds: transcript.segments.at(-1)?.end ?? 0,
    vertical: 'general',
    parameters: everyKey.map((key) => ({
      key,
      name: key.replaceAll('_', ' '),
      maxScore: 10,
      weight: 1,
      description: '',
    })),
    agentName: null,
    businessName: null,
    direction: null,
    ...overrides,
  };
}

/** Lines around a sentence, so that it stands in a call and not alone. They break no rule. */
export function inCall(line: Line, vertical: Vertical = 'general'): JudgeInput {
  return callOf(
    [
      ['agent', 'good morning this is dana with maple ridge on a recorded line how are you'],
      ['customer', 'i am fine what is this about'],
      line,
      ['customer', 'let me get a pen'],
      ['agent', 'sure take all the time that you need'],
    ],
    { vertical },
  );
}
