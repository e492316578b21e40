import type { ConversationMetrics, Segment, Speaker, Word } from '@callscript/contracts';
import { conversationMetricsSchema } from '@callscript/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measureConversation } from './measure-conversation.ts';

/** One segment: words of equal length from `start` to `end`, without a gap. */
function say(speaker: Speaker, start: number, end: number, text: string): Segment {
  const words = text.split(' ');
  const seconds = (end - start) / words.length;
  const timed = words.map((word, i) => ({ word, start: start + i * seconds, end: start + (i + 1) * seconds }));
  return { speaker, start, end, text, words: timed };
}

const silentSide = {
  talk_seconds: 0,
  talk_share: null,
  words: 0,
  words_per_minute: null,
  longest_monologue_seconds: 0,
  interruptions: 0,
};

describe('measureConversation', () => {
  test('measures a short call as one does by hand', () => {
    const segments = [
      say('agent', 1, 4, 'good morning this is maria'),
      say('customer', 4.5, 6, 'hi my bill is wrong'),
      say('agent', 6.25, 10, 'let me look at that'),
      say('customer', 14, 15, 'okay'),
    ];
    expect(measureConversation(segments, 16)).toEqual({
      agent: {
        talk_seconds: 6.75,
        talk_share: 0.7297,
        words: 10,
        words_per_minute: 88.9,
        longest_monologue_seconds: 3.75,
        interruptions: 0,
      },
      customer: {
        talk_seconds: 2.5,
        talk_share: 0.2703,
        words: 6,
        words_per_minute: 144,
        longest_monologue_seconds: 1.5,
        interruptions: 0,
      },
      dead_air_seconds: 4,
      longest_dead_air_seconds: 4,
      overlaps: 0,
      overlap_seconds: 0,
      first_greeting_seconds: 1,
    } satisfies ConversationMetrics);
  });

  test('counts the breath between words as talking, and a pause not', () => {
    const breath = [say('agent', 0, 1, 'a b'), say('agent', 1.5, 2, 'c')];
    const pause = [say('agent', 0, 1, 'a b'), say('agent', 1.75, 2, 'c')];
    expect(measureConversation(breath, 2).agent?.talk_seconds).toBe(2);
    expect(measureConversation(pause, 2).agent?.talk_seconds).toBe(1.25);
  });

  test('leaves the floor to whoever is only told to go on, also over a pause, and takes it at an answer', () => {
    const told = (reply: string) =>
      measureConversation(
        [say('agent', 0, 5, 'a b c'), say('customer', 5.5, 6, reply), say('agent', 7.5, 10, 'd e')],
        10,
      ).agent?.longest_monologue_seconds;
    expect(['Mm-hmm.', 'okay', 'uh huh', 'I see, okay'].map(told)).toEqual([10, 10, 10, 10]);
    expect(['yes', 'no', 'okay but why', 'okay okay okay okay'].map(told)).toEqual([5, 5, 5, 5]);
  });

  test('leaves the floor to whoever is spoken over and goes on, and ends a monologue at dead air', () => {
    const spokenOver = [say('agent', 0, 10, 'a b c d'), say('customer', 3, 4, 'wait a moment please now')];
    expect(measureConversation(spokenOver, 10).agent).toMatchObject({ longest_monologue_seconds: 10 });
    const silent = [say('agent', 0, 4, 'a b'), say('agent', 7, 10, 'c d')];
    expect(measureConversation(silent, 10).agent).toMatchObject({ longest_monologue_seconds: 4 });
  });

  test('counts as an interruption only speech that takes the floor from someone who stops soon', () => {
    const interruptions = (customer: Segment, agentEnd = 5) =>
      measureConversation([say('agent', 0, agentEnd, 'a b c d e'), customer], 20).customer?.interruptions;
    expect(interruptions(say('customer', 4, 8, 'no wait that is wrong'))).toBe(1);
    // The usual change of turns; a side that never stops; a backchannel; one that gives up first.
    expect(interruptions(say('customer', 4.75, 8, 'no wait that is wrong'))).toBe(0);
    expect(interruptions(say('customer', 4, 12, 'no wait that is wrong'), 9)).toBe(0);
    expect(interruptions(say('customer', 4, 6, 'okay right'))).toBe(0);
    expect(interruptions(say('customer', 3, 4, 'no wait'))).toBe(0);
  });

  test('counts who speaks at once, past the inaccuracy of word times', () => {
    const overlapFrom = (start: number) => {
      const { overlaps, overlap_seconds } = measureConversation(
        [say('agent', 0, 5, 'a b c'), say('customer', start, 8, 'd e f')],
        8,
      );
      return [overlaps, overlap_seconds];
    };
    expect(overlapFrom(4.875)).toEqual([0, 0]);
    expect(overlapFrom(4.5)).toEqual([1, 0.5]);
  });

  test('counts silences from 3 s on as dead air, also before the first word and after the last', () => {
    const { dead_air_seconds, longest_dead_air_seconds } = measureConversation(
      [say('agent', 3, 4, 'a'), say('customer', 6.75, 8, 'b')],
      13,
    );
    expect([dead_air_seconds, longest_dead_air_seconds]).toEqual([8, 5]);
  });

  test('finds the greeting among the first words of the agent alone', () => {
    const greeting = (...segments: Segment[]) => measureConversation(segments, 60).first_greeting_seconds;
    expect(greeting(say('customer', 0, 1, 'hello hello'), say('agent', 2, 3, 'Good evening, sir'))).toBe(2);
    expect(greeting(say('agent', 2, 4, 'so thanks for calling'))).toBe(2.5);
    expect(greeting(say('agent', 0, 4, 'what is it'))).toBeNull();
    expect(greeting(say('agent', 0, 21, `${'well '.repeat(20)}hello`))).toBeNull();
    expect(greeting(say('customer', 0, 1, 'hello'))).toBeNull();
  });

  test('says nothing of sides where people speak and nobody knows who, and all of silence', () => {
    expect(measureConversation([say('unknown', 1, 5, 'hello there')], 10)).toEqual({
      agent: null,
      customer: null,
      dead_air_seconds: 5,
      longest_dead_air_seconds: 5,
      overlaps: null,
      overlap_seconds: null,
      first_greeting_seconds: null,
    });
    expect(measureConversation([], 10)).toEqual({
      agent: silentSide,
      customer: silentSide,
      dead_air_seconds: 10,
      longest_dead_air_seconds: 10,
      overlaps: 0,
      overlap_seconds: 0,
      first_greeting_seconds: null,
    });
  });

  test('takes an unknown voice beside known ones for somebody who speaks, not for a side', () => {
    const { agent, customer, dead_air_seconds } = measureConversation(
      [say('agent', 0, 2, 'a b'), say('unknown', 3, 8, 'c d e f'), say('agent', 9, 10, 'g')],
      10,
    );
    expect(agent).toMatchObject({ talk_seconds: 3, talk_share: 1, longest_monologue_seconds: 2 });
    expect(customer).toMatchObject({ talk_seconds: 0, talk_share: 0, words: 0 });
    expect(dead_air_seconds).toBe(0);
  });
});

describe('of any conversation', () => {
  const word = fc.constantFrom('okay', 'mm-hmm', 'yes', 'hello', 'bill', 'the');
  /** Times are multiples of 1/8 s, so that sums of them are exact. */
  const eighths = (max: number) => fc.integer({ min: 0, max }).map((n) => n / 8);
  const track = fc
    .array(fc.record({ word, gap: eighths(40), length: eighths(8) }), { maxLength: 25 })
    .map((items): Word[] => {
      let at = 0;
      return items.map(({ word: said, gap, length }) => {
        const start = at + gap;
        at = start + length;
        return { word: said, start, end: at };
      });
    });
  const conversation = fc.record({ agent: track, customer: track, unknown: track, tail: eighths(80) });
  type Conversation = typeof conversation extends fc.Arbitrary<infer T> ? T : never;

  const oneSegmentEach = ({ agent, customer, unknown }: Omit<Conversation, 'tail'>): Segment[] =>
    Object.entries({ agent, customer, unknown }).map(([speaker, words]) => toSegment(speaker as Speaker, words));
  const oneSegmentPerWord = (tracks: Omit<Conversation, 'tail'>): Segment[] =>
    oneSegmentEach(tracks)
      .flatMap(({ speaker, words }) => words.map((said) => toSegment(speaker, [said])))
      .toSorted((a, b) => a.start - b.start);
  const toSegment = (speaker: Speaker, words: Word[]): Segment => ({
    speaker,
    start: words[0]?.start ?? 0,
    end: words.at(-1)?.end ?? 0,
    text: words.map(({ word: said }) => said).join(' '),
    words,
  });
  const lastEnd = ({ agent, customer, unknown }: Conversation) =>
    Math.max(0, ...[agent, customer, unknown].map((words) => words.at(-1)?.end ?? 0));
  const measure = (tracks: Conversation, cut = oneSegmentEach) =>
    measureConversation(cut(tracks), lastEnd(tracks) + tracks.tail);

  test('the figures fit the contract, and no side speaks for longer than the call', () => {
    fc.assert(
      fc.property(conversation, (tracks) => {
        const metrics = conversationMetricsSchema.parse(measure(tracks));
        const duration = lastEnd(tracks) + tracks.tail;
        for (const side of [metrics.agent, metrics.customer]) {
          expect((side?.talk_seconds ?? 0) + metrics.dead_air_seconds).toBeLessThanOrEqual(duration);
          expect(side?.longest_monologue_seconds ?? 0).toBeLessThanOrEqual(duration);
        }
        expect(metrics.longest_dead_air_seconds).toBeLessThanOrEqual(metrics.dead_air_seconds);
      }),
    );
  });

  test('the shares of the sides add up to 1', () => {
    fc.assert(
      fc.property(conversation, (tracks) => {
        const { agent, customer } = measure(tracks);
        if (agent === null || customer === null || agent.talk_share === null) return;
        expect(agent.talk_share + (customer.talk_share ?? 0)).toBeCloseTo(1, 3);
      }),
    );
  });

  test('to swap the sides swaps their figures and leaves the others', () => {
    fc.assert(
      fc.property(conversation, (tracks) => {
        const { first_greeting_seconds: _, ...metrics } = measure(tracks);
        const swapped = measure({ ...tracks, agent: tracks.customer, customer: tracks.agent });
        expect(swapped).toMatchObject({ ...metrics, agent: metrics.customer, customer: metrics.agent });
      }),
    );
  });

  test('how words are cut into segments changes nothing', () => {
    fc.assert(
      fc.property(conversation, (tracks) => {
        expect(measure(tracks, oneSegmentPerWord)).toEqual(measure(tracks));
      }),
    );
  });

  test('a later start of everything adds silence alone', () => {
    fc.assert(
      fc.property(conversation, eighths(800), (tracks, delay) => {
        const later = (words: Word[]) => words.map((w) => ({ ...w, start: w.start + delay, end: w.end + delay }));
        const { agent, customer, unknown, tail } = tracks;
        const delayed = measure({ agent: later(agent), customer: later(customer), unknown: later(unknown), tail });
        const metrics = measure(tracks);
        expect(delayed).toMatchObject({ agent: metrics.agent, customer: metrics.customer, overlaps: metrics.overlaps });
        expect(delayed.dead_air_seconds).toBeGreaterThanOrEqual(metrics.dead_air_seconds);
      }),
    );
  });

  test('speech without a gap that takes twice as long is twice as much, at half the pace', () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), eighths(40), (words, start) => {
        const spoken = (seconds: number) => say('agent', start, start + seconds * words.length, words.join(' '));
        const [once, twice] = [0.25, 0.5].map((seconds) => measureConversation([spoken(seconds)], 60).agent);
        expect(twice?.talk_seconds).toBe(2 * (once?.talk_seconds ?? 0));
        expect(twice?.longest_monologue_seconds).toBe(2 * (once?.longest_monologue_seconds ?? 0));
        expect(twice?.words_per_minute).toBe((once?.words_per_minute ?? 0) / 2);
      }),
    );
  });
});
