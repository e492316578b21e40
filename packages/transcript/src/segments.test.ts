import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildSegments } from './segments.ts';
import type { Word } from '@callscript/contracts';

function say(text: string, start: number, wordSeconds = 0.2): Word[] {
  return text.split(' ').map((word, i) => ({
    word,
    start: start + i * wordSeconds,
    end: start + (i + 1) * wordSeconds,
    confidence: 0.98765,
  }));
}

function summarize(segments: ReturnType<typeof buildSegments>) {
  return segments.map(({ speaker, start, end, text }) => [speaker, start, end, text]);
}

describe('buildSegments', () => {
  test('lets speakers take turns in the order of time', () => {
    const agent = {
      speaker: 'agent',
      voice: 0,
      words: [...say('hello there', 0), ...say('how are you', 1.5)],
    } as const;
    const customer = { speaker: 'customer', voice: 1, words: [...say('hi', 0.8), ...say('fine', 2.5)] } as const;
    expect(summarize(buildSegments([agent, customer]))).toEqual([
      ['agent', 0, 0.4, 'hello there'],
      ['customer', 0.8, 1, 'hi'],
      ['agent', 1.5, 2.1, 'how are you'],
      ['customer', 2.5, 2.7, 'fine'],
    ]);
  });

  test('begins a new segment after a pause of more than 0.8 s', () => {
    const words = [...say('one', 0), ...say('two', 1), ...say('three', 2.01)];
    expect(summarize(buildSegments([{ speaker: 'unknown', voice: 0, words }]))).toEqual([
      ['unknown', 0, 1.2, 'one two'],
      ['unknown', 2.01, 2.21, 'three'],
    ]);
  });

  test('does not cut a sentence in two when the other side talks over it', () => {
    const agent = { speaker: 'agent', voice: 0, words: say('please hold the line', 0) } as const;
    const customer = { speaker: 'customer', voice: 1, words: say('okay', 0.3) } as const;
    expect(summarize(buildSegments([agent, customer]))).toEqual([
      ['agent', 0, 0.8, 'please hold the line'],
      ['customer', 0.3, 0.5, 'okay'],
    ]);
  });

  test('keeps two voices apart of whom nobody knows who they are', () => {
    const first = { speaker: 'unknown', voice: 0, words: say('hello there', 0) } as const;
    const second = { speaker: 'unknown', voice: 1, words: say('hi', 0.5) } as const;
    expect(buildSegments([first, second]).map(({ voice, text }) => [voice, text])).toEqual([
      [0, 'hello there'],
      [1, 'hi'],
    ]);
  });

  test('rounds seconds to hundredths and confidence to thousandths', () => {
    const [segment] = buildSegments([{ speaker: 'agent', voice: 0, words: say('hello', 1 / 3, 1 / 3) }]);
    expect(segment).toEqual({
      speaker: 'agent',
      voice: 0,
      start: 0.33,
      end: 0.67,
      text: 'hello',
      words: [{ word: 'hello', start: 0.33, end: 0.67, confidence: 0.988 }],
    });
  });

  test('keeps every word of every speaker, in order', () => {
    const track = fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { maxLength: 20 }).map((gaps) => {
      let at = 0;
      return gaps.map((gap, i): Word => {
        const start = at + gap;
        at = start + 0.2;
        return { word: `w${i}`, start, end: at, confidence: 1 };
      });
    });
    fc.assert(
      fc.property(track, track, (agent, customer) => {
        const segments = buildSegments([
          { speaker: 'agent', voice: 0, words: agent },
          { speaker: 'customer', voice: 1, words: customer },
        ]);
        const spoken = (speaker: string) =>
          segments
            .filter((segment) => segment.speaker === speaker)
            .flatMap(({ words }) => words.map(({ word }) => word));
        expect(spoken('agent')).toEqual(agent.map(({ word }) => word));
        expect(spoken('customer')).toEqual(customer.map(({ word }) => word));
        expect(segments.map(({ start }) => start)).toEqual(segments.map(({ start }) => start).sort((x, y) => x - y));
      }),
    );
  });
});
