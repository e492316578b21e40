import { recognizedCallSchema, type RecognizedCall } from '@callscript/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deepgramAnswerSchema, readDeepgramAnswer } from './deepgram/deepgram-answer.ts';
import { parseAnswer } from './parse-answer.ts';
import { ProviderError } from './provider-error.ts';
import { readSarvamTranscript, sarvamTranscriptSchema } from './sarvam/sarvam-answer.ts';

/** What is made of an answer; undefined when it is not believed. */
function readOrRefuse(read: () => RecognizedCall): RecognizedCall | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ProviderError && error.code === 'malformed_answer') return undefined;
    throw error;
  }
}

/** What holds for whatever a vendor may say: words in order, at times that can be, or a refusal to believe it. */
function expectSound(read: () => RecognizedCall): void {
  const call = readOrRefuse(read);
  if (call === undefined) return;
  expect(recognizedCallSchema.safeParse(call).error).toBeUndefined();
  for (const { words } of call.voices) {
    expect(words.length).toBeGreaterThan(0);
    for (const [index, word] of words.entries()) {
      expect(word.end).toBeGreaterThanOrEqual(word.start);
      expect(word.start).toBeGreaterThanOrEqual(words[index - 1]?.start ?? 0);
    }
  }
}

const deepgram = (text: string): RecognizedCall =>
  readDeepgramAnswer(parseAnswer('deepgram', 'answer', deepgramAnswerSchema, text));
const sarvam = (text: string): RecognizedCall =>
  readSarvamTranscript(parseAnswer('sarvam', 'transcript', sarvamTranscriptSchema, text), 60);

const seconds = fc.oneof(
  { weight: 10, arbitrary: fc.double({ min: -1, max: 7200, noNaN: true }) },
  fc.constantFrom(-5, 1e300, 1e9, null, '1'),
);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const word = fc.record({
  word: fc.string(),
  start: seconds,
  end: seconds,
  confidence: optional(fc.double({ min: -1, max: 2, noNaN: true })),
  punctuated_word: optional(fc.string()),
  speaker: optional(fc.integer({ min: 0, max: 4 })),
});
const words = fc.array(word, { maxLength: 8 });
const channel = fc.record({
  detected_language: optional(fc.constant('hi')),
  alternatives: fc.array(fc.record({ words: optional(words), transcript: fc.string() }), { maxLength: 2 }),
});
const deepgramLike = fc.record({
  metadata: fc.record({ request_id: fc.uuid(), duration: seconds, channels: fc.integer({ min: 0, max: 3 }) }),
  results: fc.record({
    channels: fc.array(channel, { maxLength: 3 }),
    utterances: optional(fc.array(fc.record({ channel: fc.nat(2), words: optional(words) }), { maxLength: 3 })),
  }),
});
const sarvamLike = fc.record({
  transcript: fc.string(),
  language_code: fc.constantFrom('hi-IN', 'unknown', null, undefined),
  timestamps: fc.option(
    fc.record({
      words: fc.array(fc.string(), { maxLength: 4 }),
      start_time_seconds: fc.array(seconds, { maxLength: 4 }),
      end_time_seconds: fc.array(seconds, { maxLength: 4 }),
    }),
  ),
  diarized_transcript: fc.option(
    fc.record({
      entries: fc.array(
        fc.record({
          transcript: fc.string(),
          start_time_seconds: seconds,
          end_time_seconds: seconds,
          speaker_id: fc.oneof(fc.string(), fc.nat(3)),
        }),
        { maxLength: 6 },
      ),
    }),
  ),
});

describe.each([
  ['Deepgram', deepgram, deepgramLike],
  ['Sarvam', sarvam, sarvamLike],
])('an answer of %s', (_vendor, read, alike) => {
  test('of any text is refused or sound', () => {
    const property = fc.property(fc.string(), (text) => expectSound(() => read(text)));
    expect(() => fc.assert(property)).not.toThrow();
  });
  test('of any JSON is refused or sound', () => {
    const property = fc.property(fc.json(), (text) => expectSound(() => read(text)));
    expect(() => fc.assert(property)).not.toThrow();
  });
  test('that is nearly right is refused or sound', () => {
    let believed = 0;
    fc.assert(
      fc.property(alike as fc.Arbitrary<unknown>, (answer) => {
        const text = JSON.stringify(answer);
        expectSound(() => {
          const call = read(text);
          believed += 1;
          return call;
        });
      }),
      { numRuns: 1_000 },
    );
    expect(believed).toBeGreaterThan(50);
  });
  test('that is refused is named by its place, and never quoted', () => {
    const said = 'my card is 4111 1111 1111 1111';
    for (const text of [said, JSON.stringify({ transcript: { said }, results: said })]) {
      expect(() => read(text)).toThrow(/is not (JSON|what it should be)/);
      expect(() => read(text)).not.toThrow(/4111/);
    }
  });
});

const heard = (text: string, at: number, more: object = {}) =>
  text.split(' ').map((spoken, index) => ({ word: spoken, start: at + index, end: at + index + 0.5, ...more }));
const listened = (channels: object[][], utterances?: object[]) =>
  deepgram(
    JSON.stringify({
      metadata: { request_id: 'r', duration: 60, channels: channels.length, new_field: { of: 'next month' } },
      results: {
        channels: channels.map((own) => ({
          alternatives: [{ transcript: '', confidence: 1, words: own }],
          search: [],
        })),
        utterances,
        summary: { short: '…' },
      },
    }),
  );
const spoken = ({ voices }: RecognizedCall) =>
  voices.map((voice) => [voice.channel, voice.words.map(({ word: text }) => text).join(' ')]);

describe('readDeepgramAnswer', () => {
  test('gives each channel its voice, and a silent one none', () => {
    expect(spoken(listened([heard('good morning', 0), heard('hello there', 3)]))).toEqual([
      [0, 'good morning'],
      [1, 'hello there'],
    ]);
    expect(spoken(listened([[], heard('hello there', 3)]))).toEqual([[1, 'hello there']]);
    expect(listened([[], []])).toMatchObject({ separation: 'channels', voices: [] });
  });

  test('takes one mix on two channels for what it is', () => {
    const mix = heard('good morning hello there how are you', 0);
    const echo = mix.map((same) => ({ ...same, start: same.start + 0.01 }));
    expect(listened([mix, echo])).toMatchObject({ separation: 'none', voices: [{ channel: null }] });
  });

  test('tells the speakers of one channel apart where it knows them', () => {
    const call = listened([[...heard('good morning', 0, { speaker: 1 }), ...heard('hello there', 3, { speaker: 0 })]]);
    expect(call.separation).toBe('diarization');
    expect(spoken(call)).toEqual([
      [null, 'hello there'],
      [null, 'good morning'],
    ]);
    expect(listened([heard('good morning', 0)]).separation).toBe('none');
  });

  test('writes words as people do, from whichever list has them so', () => {
    expect(spoken(listened([heard('good', 0, { punctuated_word: 'Good,' })]))).toEqual([[null, 'Good,']]);
    const utterances = [{ channel: 0, words: heard('good', 0, { punctuated_word: 'Good.' }) }];
    expect(spoken(listened([heard('good', 0)], utterances))).toEqual([[null, 'Good.']]);
  });
});

describe('readSarvamTranscript', () => {
  const entry = (speaker_id: string, transcript: string, at: number) => {
    return { transcript, start_time_seconds: at, end_time_seconds: at + 2, speaker_id };
  };

  test('gives each speaker a voice, in the order of their first words', () => {
    const entries = [
      entry('SPEAKER_01', 'namaste ji', 0),
      entry('x', 'haan boliye', 2),
      entry('SPEAKER_01', 'main', 5),
    ];
    const call = sarvam(JSON.stringify({ transcript: '', language_code: 'od-IN', diarized_transcript: { entries } }));
    expect(call).toMatchObject({ separation: 'diarization', language: 'or-IN', durationSeconds: 60 });
    expect(spoken(call)).toEqual([
      [null, 'namaste ji main'],
      [null, 'haan boliye'],
    ]);
    expect(call.voices[0]?.words[1]).toEqual({ word: 'ji', start: expect.closeTo(1.556, 3), end: 2 });
  });

  test('is one voice for everybody without speakers, by phrases or over the whole call', () => {
    const timestamps = { words: ['namaste ji', 'haan'], start_time_seconds: [1, 4], end_time_seconds: [3, 5] };
    const byPhrase = sarvam(JSON.stringify({ transcript: 'namaste ji haan', timestamps }));
    expect(byPhrase.voices[0]?.words.map(({ start }) => start)).toEqual([1, expect.closeTo(2.556, 3), 4]);
    const whole = sarvam(JSON.stringify({ transcript: 'ab cd', timestamps: null, language_code: null }));
    expect(whole.voices[0]?.words).toEqual([
      { word: 'ab', start: 0, end: 30 },
      { word: 'cd', start: 30, end: 60 },
    ]);
    expect(whole).toMatchObject({ separation: 'none', language: null });
  });
});
