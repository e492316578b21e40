import type { Speaker, Voice, Word } from '@callscript/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSampleVoices } from '../testing/sample-voices.ts';
import { assignRoles, confidenceMin, type RolesContext } from './assign-roles.ts';

const context: RolesContext = {
  separation: 'diarization',
  agentChannel: 0,
  agentName: 'Maria Lopez',
  businessName: 'Coastal Bank',
  direction: 'inbound',
};

type Turn = readonly [voice: number, text: string];

/** Voices that take turns, half a second a word and a second between turns. */
function converse(...turns: readonly Turn[]): Voice[] {
  const voices: Voice[] = [];
  let at = 0;
  for (const [voice, text] of turns) {
    voices[voice] ??= { channel: null, words: [] };
    for (const word of text.split(' ')) {
      voices[voice].words.push({ word, start: at, end: at + 0.5 });
      at += 0.5;
    }
    at += 1;
  }
  return voices;
}

const onChannels = (voices: readonly Voice[]): Voice[] =>
  voices.map(({ words }, i) => ({ channel: i === 0 ? 0 : 1, words }));

const greeting: readonly Turn[] = [
  [0, 'thank you for calling coastal bank this is maria how can i help you'],
  [1, 'hi i lost my card and i need a new one'],
];

describe('assignRoles, with a channel for each party', () => {
  test('lets the channel decide, fully sure where what is said agrees or says nothing', () => {
    const agreeing = assignRoles(onChannels(converse(...greeting)), { ...context, separation: 'channels' });
    expect(agreeing).toEqual({ speakers: ['agent', 'customer'], roles: { source: 'channel', confidence: 1 } });
    const silent = assignRoles(onChannels(converse([0, 'hm'], [1, 'hm'])), {
      ...context,
      separation: 'channels',
      direction: null,
    });
    expect(silent.roles).toEqual({ source: 'channel', confidence: 1 });
  });

  test('keeps the channel and loses confidence where what is said contradicts', () => {
    const { speakers, roles } = assignRoles(onChannels(converse(...greeting)), {
      ...context,
      separation: 'channels',
      agentChannel: 1,
    });
    expect(speakers).toEqual(['customer', 'agent']);
    expect(roles.source).toBe('channel');
    expect(roles.confidence).toBeLessThan(0.1);
  });

  test('names the one voice of a call whose other side is silent', () => {
    const [voice] = converse([0, 'hello is anybody there']);
    const only: Voice[] = [{ channel: 1, words: voice?.words ?? [] }];
    expect(assignRoles(only, { ...context, separation: 'channels' }).speakers).toEqual(['customer']);
  });
});

describe('assignRoles, within a mix', () => {
  test.each<[string, readonly Turn[], Partial<RolesContext>]>([
    [
      'the agent’s name',
      [
        [0, 'hello this is maria'],
        [1, 'hello there good morning'],
      ],
      {},
    ],
    [
      'the name as a recogniser may hear it',
      [
        [0, 'hello my name is marea'],
        [1, 'hello there good morning'],
      ],
      {},
    ],
    [
      'the business in the greeting',
      [
        [0, 'good morning coastal bank how may i help'],
        [1, 'good morning it is about a card'],
      ],
      {},
    ],
    [
      'what a caller says in an outbound call',
      [
        [1, 'hello'],
        [0, 'am i speaking with mister jones'],
        [1, 'yes speaking'],
      ],
      { direction: 'outbound' },
    ],
    [
      'what customers say',
      [
        [1, 'i want a refund you charged me twice'],
        [0, 'one moment'],
      ],
      { direction: null },
    ],
    [
      'cased and punctuated text',
      [
        [0, 'Thanks for calling. How can I help you today?'],
        [1, "I'd like to dispute a charge."],
      ],
      {},
    ],
  ])('tells the agent by %s', (_why, turns, changes) => {
    const { speakers, roles } = assignRoles(converse(...turns), { ...context, ...changes });
    expect(speakers).toEqual(['agent', 'customer']);
    expect(roles.source).toBe('content');
    expect(roles.confidence).toBeGreaterThanOrEqual(confidenceMin);
  });

  test('leaves everybody unknown where nothing tells, and says how sure the guess was', () => {
    const { speakers, roles } = assignRoles(converse([0, 'okay'], [1, 'yeah'], [0, 'right']), {
      ...context,
      direction: null,
    });
    expect(speakers).toEqual(['unknown', 'unknown']);
    expect(roles).toEqual({ source: 'none', confidence: 0.5 });
  });

  test('does not take a customer who names the agent for the agent', () => {
    const turns: Turn[] = [
      [1, 'hi maria i lost my card'],
      [0, 'i am so sorry to hear that may i have your name'],
    ];
    expect(assignRoles(converse(...turns), { ...context, direction: null }).speakers).toEqual(['agent', 'customer']);
  });

  test('takes both for agents where a call is handed to a second one, and others for customers', () => {
    const turns: Turn[] = [
      ...greeting,
      [0, 'let me transfer you'],
      [2, 'thank you for holding this is the card team how can i help you'],
      [3, 'hello i am his wife my card is lost too'],
    ];
    expect(assignRoles(converse(...turns), context).speakers).toEqual(['agent', 'customer', 'agent', 'customer']);
  });

  test('gives no role to a scrap of a third voice', () => {
    const { speakers } = assignRoles(converse(...greeting, [2, 'this maria']), context);
    expect(speakers).toEqual(['agent', 'customer', 'unknown']);
  });

  test('gives no role to the only voice of a mix, which may be two that nobody told apart', () => {
    const both = 'thank you for calling coastal bank this is maria hello i lost my card and i want a new one';
    for (const separation of ['diarization', 'none'] as const) {
      expect(assignRoles(converse([0, both]), { ...context, separation })).toEqual({
        speakers: ['unknown'],
        roles: { source: 'none', confidence: 0 },
      });
    }
  });

  test('has nobody to name in a silent call', () => {
    expect(assignRoles([], context)).toEqual({ speakers: [], roles: { source: 'none', confidence: 0 } });
    expect(assignRoles(converse([0, '...']), context).speakers).toEqual(['unknown']);
  });
});

describe('of any voices', () => {
  const phrase = fc.constantFrom(
    'thank you for calling coastal bank',
    'this is maria',
    'how can i help you',
    'i lost my card',
    'what is your name',
    'okay',
    'Yes, speaking.',
    'how much is it',
    '…',
  );
  const turns = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), phrase), { minLength: 1, maxLength: 12 });
  const voicesOf = (list: Turn[]) => converse(...list).filter((voice) => voice !== undefined);
  const direction = fc.constantFrom('inbound', 'outbound', null);

  test('their order does not matter', () => {
    fc.assert(
      fc.property(turns, direction, (list, towards) => {
        const voices = voicesOf(list);
        const forwards = assignRoles(voices, { ...context, direction: towards });
        const backwards = assignRoles(voices.toReversed(), { ...context, direction: towards });
        expect(backwards.roles).toEqual(forwards.roles);
        expect(backwards.speakers.toReversed()).toEqual(forwards.speakers);
      }),
    );
  });

  test('everybody is unknown exactly where no source is named, and an agent among several where one is', () => {
    fc.assert(
      fc.property(turns, direction, (list, towards) => {
        const voices = voicesOf(list);
        const { speakers, roles } = assignRoles(voices, { ...context, direction: towards });
        expect(speakers.every((speaker: Speaker) => speaker === 'unknown')).toBe(roles.source === 'none');
        const isLone = voices.length === 1 || voices.filter(({ words }) => words.length > 2).length === 1;
        expect(speakers.includes('agent') || roles.source === 'none' || isLone).toBe(true);
        expect(roles.confidence >= 0 && roles.confidence <= 1).toBe(true);
      }),
    );
  });

  test('what is said of a case or of punctuation is the same', () => {
    fc.assert(
      fc.property(turns, (list) => {
        const voices = voicesOf(list);
        const loud = voices.map(({ channel, words }) => ({
          channel,
          words: words.map((word): Word => ({ ...word, word: word.word.toUpperCase() })),
        }));
        expect(assignRoles(loud, context)).toEqual(assignRoles(voices, context));
      }),
    );
  });
});

describe('of the sample calls, without their channels', () => {
  test('every agent is known by the words that the demo model hears', async () => {
    for (const { call, voices, speakers } of await readSampleVoices()) {
      const { agent_name: agentName, direction } = call.webhook;
      const mixed = voices.map(({ words }) => ({ channel: null, words }));
      const assigned = assignRoles(mixed, {
        ...context,
        agentName,
        businessName: call.business.business_name,
        direction,
      });
      expect([call.name, assigned.speakers]).toEqual([call.name, speakers]);
    }
  });
});
