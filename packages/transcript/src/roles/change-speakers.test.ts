import type { Redaction, Segment, Speaker, Transcript } from '@callscript/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changeRedactions, changeSpeakers, refuseChange } from './change-speakers.ts';

const segment = (speaker: Speaker, voice: number, start: number): Segment => ({
  speaker,
  voice,
  start,
  end: start + 2,
  text: 'hello',
  words: [{ word: 'hello', start, end: start + 2 }],
});
const transcriptOf = (...segments: Segment[]): Transcript => ({ text: 'hello', segments });
const known = transcriptOf(segment('agent', 0, 0), segment('customer', 1, 3), segment('unknown', 2, 6));
const unknown = transcriptOf(segment('unknown', 0, 0), segment('unknown', 1, 3));
const swap = { kind: 'swap' } as const;
const speakersOf = ({ segments }: Transcript) => segments.map(({ speaker }) => speaker);

describe('changeSpeakers', () => {
  test('swaps the two and leaves the rest as it is', () => {
    const changed = changeSpeakers(known, swap);
    expect(speakersOf(changed)).toEqual(['customer', 'agent', 'unknown']);
    expect(changed.segments[0]?.words).toEqual(known.segments[0]?.words);
    expect(changeSpeakers(changed, swap)).toEqual(known);
  });

  test('gives each voice its speaker', () => {
    const change = { kind: 'voices', speakers: ['customer', 'agent'] } as const;
    expect(speakersOf(changeSpeakers(unknown, change))).toEqual(['customer', 'agent']);
  });

  test('to swap twice changes nothing, whatever the speakers', () => {
    const speaker = fc.constantFrom<Speaker>('agent', 'customer', 'unknown');
    fc.assert(
      fc.property(fc.array(speaker), (speakers) => {
        const transcript = transcriptOf(...speakers.map((who, i) => segment(who, i, i * 3)));
        expect(changeSpeakers(changeSpeakers(transcript, swap), swap)).toEqual(transcript);
      }),
    );
  });
});

describe('changeRedactions', () => {
  const redaction = (speaker: Speaker, start: number): Redaction => ({ kind: 'ssn', speaker, start, end: start + 1 });

  test('go with the speaker they are of', () => {
    expect(changeRedactions([redaction('agent', 0.5), redaction('customer', 3.5)], known.segments, swap)).toEqual([
      redaction('customer', 0.5),
      redaction('agent', 3.5),
    ]);
  });

  test('go with the voice whose words they were', () => {
    const change = { kind: 'voices', speakers: ['agent', 'customer'] } as const;
    expect(changeRedactions([redaction('unknown', 3.5)], unknown.segments, change)).toEqual([
      redaction('customer', 3.5),
    ]);
  });
});

describe('refuseChange', () => {
  test('lets through what can be done', () => {
    expect(refuseChange(known, swap)).toBeUndefined();
    expect(refuseChange(unknown, { kind: 'voices', speakers: ['agent', 'customer'] })).toBeUndefined();
  });

  test.each([
    [unknown, swap, /nobody to swap/],
    [transcriptOf(), { kind: 'voices', speakers: ['agent'] }, /nobody speaks/],
    [unknown, { kind: 'voices', speakers: ['agent'] }, /has 2 voices/],
    [
      transcriptOf({ speaker: 'unknown', start: 0, end: 1, text: 'x', words: [] }),
      { kind: 'voices', speakers: ['agent'] },
      /older/,
    ],
  ] as const)('says why what cannot be done cannot', (transcript, change, reason) => {
    expect(refuseChange(transcript, change)).toMatch(reason);
  });
});
