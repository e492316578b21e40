import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { transcribe, type Line } from './_calls.ts';
import { createEvidenceGuard } from './evidence-guard.ts';

const call: Line[] = [
  ['agent', 'Good morning, this call is recorded.'],
  ['customer', 'i would like to know what the plan costs'],
  ['agent', 'well um it costs thirty dollars but i can not promise you that price'],
  ['customer', 'thirty dollars is fine with me'],
];
const transcript = transcribe(call);
const guard = createEvidenceGuard(transcript);
const startOf = (line: number): number => transcript.segments[line]?.start ?? Number.NaN;

describe('the evidence guard', () => {
  test('answers with the words and times of the transcript', () => {
    const segment = transcript.segments[0];
    expect(guard.find({ speaker: 'agent', quote: 'this CALL is recorded', start: 0 })).toEqual({
      speaker: 'agent',
      quote: 'this call is recorded.',
      start: segment?.words[2]?.start,
      end: segment?.words[5]?.end,
    });
  });

  test.each([
    ['case and punctuation', 'It costs: thirty dollars!'],
    ['a filler left out', 'well it costs thirty dollars'],
    ['a misheard word', 'well it cost thirty dollars'],
    ['a contraction', "but i can't promise you that price"],
  ])('tolerates %s', (_, quote) => {
    expect(guard.find({ speaker: 'agent', quote, start: startOf(2) })?.speaker).toBe('agent');
  });

  test.each([
    ['words that were not said', 'you are guaranteed to be approved', 'agent', 2],
    ['words of the other speaker', 'what the plan costs', 'agent', 1],
    ['a lost "not"', 'i can promise you that price', 'agent', 2],
    ['an added "not"', 'it does not cost thirty dollars', 'agent', 2],
    ['a short quote with a wrong word', 'costs forty dollars', 'agent', 2],
    ['an empty quote', '...', 'agent', 2],
  ] as const)('finds nothing for %s', (_, quote, speaker, line) => {
    expect(guard.find({ speaker, quote, start: startOf(line) })).toBeUndefined();
  });

  test('finds nothing far from the claimed time', () => {
    expect(guard.find({ speaker: 'agent', quote: 'this call is recorded', start: 300 })).toBeUndefined();
    expect(guard.find({ speaker: 'agent', quote: 'this call is recorded', start: Number.NaN })).toBeUndefined();
  });

  test('takes the nearest of equal words', () => {
    const twice = transcribe([
      ['agent', 'the price is thirty dollars'],
      ['customer', 'say that again please'],
      ['agent', 'the price is thirty dollars'],
    ]);
    for (const segment of [twice.segments[0], twice.segments[2]]) {
      const found = createEvidenceGuard(twice).find({
        speaker: 'agent',
        quote: 'price is thirty dollars',
        start: segment?.start ?? 0,
      });
      expect(found?.start).toBe(segment?.words[1]?.start);
    }
  });

  test('where nobody knows who speaks, a claim about the agent is answered with an unknown speaker', () => {
    const unknown = transcribe([['unknown', 'this call is recorded']]);
    expect(
      createEvidenceGuard(unknown).find({ speaker: 'agent', quote: 'this call is recorded', start: 0 })?.speaker,
    ).toBe('unknown');
  });

  test('finds every stretch of what was said', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.nat(12), fc.integer({ min: 1, max: 12 }), (line, from, length) => {
        const segment = transcript.segments[line];
        const words = (segment?.words ?? []).slice(from, from + length);
        const quote = words.map(({ word }) => word).join(' ');
        fc.pre(/[a-z]/.test(quote.replaceAll(/\bum\b/g, '')));
        const found = guard.find({ speaker: segment?.speaker ?? 'unknown', quote, start: words[0]?.start ?? 0 });
        expect(segment?.text).toContain(found?.quote);
      }),
    );
  });

  test('never fails, whatever is claimed', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.double(),
        fc.constantFrom('agent', 'customer', 'unknown'),
        (quote, start, speaker) => {
          const found = guard.find({ speaker, quote, start });
          expect(transcript.text).toContain(found?.quote ?? '');
        },
      ),
    );
  });
});
