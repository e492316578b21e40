import type { RedactionKind, Segment } from '@callscript/contracts';
import { describe, expect, test } from 'vitest';
import { redactSegments } from './redact-segments.ts';

const allKinds: RedactionKind[] = [
  'card_number',
  'card_security_code',
  'bank_account',
  'ssn',
  'aadhaar',
  'pan',
  'email',
  'phone',
  'date_of_birth',
];

/** Turns as "A: …" and "C: …", a word every 0.3 s. */
function converse(...lines: string[]): Segment[] {
  let start = 0;
  return lines.map((line): Segment => {
    const words = line
      .slice(3)
      .split(' ')
      .map((word) => {
        const said = { word, start, end: start + 0.25, confidence: 0.9 };
        start += 0.3;
        return said;
      });
    start += 0.5;
    return {
      speaker: line.startsWith('A:') ? 'agent' : 'customer',
      start: words[0]?.start ?? 0,
      end: words.at(-1)?.end ?? 0,
      text: line.slice(3),
      words,
    };
  });
}

function redact(lines: readonly string[], kinds: RedactionKind[] = allKinds): string[] {
  return redactSegments(converse(...lines), { kinds }).segments.map(
    ({ speaker, text }) => `${speaker === 'agent' ? 'A' : 'C'}: ${text}`,
  );
}

type Case = readonly [said: readonly string[], kept: readonly string[]];

const cases: Record<string, readonly Case[]> = {
  cards: [
    [['C: Sure, it is 4111 1111 1111 1111.'], ['C: Sure, it is [CARD_NUMBER].']],
    [['C: it is 4111-1111-1111-1111'], ['C: it is [CARD_NUMBER]']],
    [['C: four one one one one one one one one one one one one one one one'], ['C: [CARD_NUMBER]']],
    [['C: four one one one uh one one one one then one one one one and then one one one one'], ['C: [CARD_NUMBER]']],
    [
      [
        'C: four one one one',
        'A: okay four one one one',
        'C: one one one one one one one one',
        'A: go ahead',
        'C: one one one one',
      ],
      ['C: [CARD_NUMBER]', 'A: okay [CARD_NUMBER]', 'C: [CARD_NUMBER]', 'A: go ahead', 'C: [CARD_NUMBER]'],
    ],
    [
      ['C: four one one one one one one one one one one one one one one two no wait one one one one'],
      ['C: [CARD_NUMBER]'],
    ],
    [
      ['A: can i have the card number', 'C: four one one one one one one for one one one one one one one'],
      ['A: can i have the card number', 'C: [CARD_NUMBER]'],
    ],
    [
      [
        'A: the card number',
        'C: 4111',
        'A: hold on my computer is slow today',
        'C: no problem',
        'A: now please',
        'C: 1111 1111 1111',
      ],
      [
        'A: the card number',
        'C: [CARD_NUMBER]',
        'A: hold on my computer is slow today',
        'C: no problem',
        'A: now please',
        'C: [CARD_NUMBER]',
      ],
    ],
    [['C: forty one eleven eleven eleven eleven eleven eleven eleven on my visa'], ['C: [CARD_NUMBER] on my visa']],
    [
      ['C: 4111 1111 1111 1111', 'A: and now something else', 'A: that was 4111 1111'],
      ['C: [CARD_NUMBER]', 'A: and now something else', 'A: that was [CARD_NUMBER]'],
    ],
    [['C: ४१११ ११११ ११११ ११११'], ['C: [CARD_NUMBER]']],
  ],
  'what is kept before a secret': [
    [
      ['A: your zip code', 'C: 75001', 'A: okay', 'C: 4111 1111 1111 1111'],
      ['A: your zip code', 'C: 75001', 'A: okay', 'C: [CARD_NUMBER]'],
    ],
    [
      ['A: your balance is $420', 'C: okay 412', 'A: yes', 'C: 55 6789 is my social'],
      ['A: your balance is $420', 'C: okay [SSN]', 'A: yes', 'C: [SSN] is my social'],
    ],
  ],
  'the last digits of a card, which stay': [
    [['A: your visa ending in 1111 is on file'], ['A: your visa ending in 1111 is on file']],
    [
      ['A: the last four of the card', 'C: one one one one'],
      ['A: the last four of the card', 'C: one one one one'],
    ],
  ],
  'security codes': [
    [
      ['A: and the three digits on the back', 'C: one two three'],
      ['A: and the three digits on the back', 'C: [CARD_SECURITY_CODE]'],
    ],
    [
      ['A: card number expiry and c v v please', 'C: 4111 1111 1111 1111 expiring 12/27 and the code is 123'],
      [
        'A: card number expiry and c v v please',
        'C: [CARD_NUMBER] expiring [CARD_SECURITY_CODE] and the code is [CARD_SECURITY_CODE]',
      ],
    ],
  ],
  'social security numbers': [
    [['C: my social is one two three four five six seven eight nine'], ['C: my social is [SSN]']],
    [['C: it is 123-45-6789.'], ['C: it is [SSN].']],
    [
      ['A: the last four of your social', 'C: 6789'],
      ['A: the last four of your social', 'C: [SSN]'],
    ],
    [
      ['A: for your social just the last four', 'C: 6789'],
      ['A: for your social just the last four', 'C: [SSN]'],
    ],
    [
      ['A: your order number', 'C: it came with 123456789 that is my social security number'],
      ['A: your order number', 'C: it came with [SSN] that is my social security number'],
    ],
    [['C: 123 45 6789 is my social'], ['C: [SSN] is my social']],
  ],
  'Indian identity numbers': [
    [
      ['A: aadhaar number please', 'C: 2345 6789 0123'],
      ['A: aadhaar number please', 'C: [AADHAAR]'],
    ],
    [['C: 234123412346'], ['C: [AADHAAR]']],
    [['C: my pan is ABCPE1234F'], ['C: my pan is [PAN]']],
    [['C: ABCPE1234F'], ['C: [PAN]']],
    [['C: pan number a b c d e one two three four f'], ['C: pan number [PAN]']],
    [['C: pan number a for apple b for ball c d e one two three four f'], ['C: pan number [PAN]']],
    [['C: pan number a as in apple b c d e 1234 f like fish'], ['C: pan number [PAN]']],
  ],
  'banks, addresses and telephones': [
    [
      ['A: the account number', 'C: 000123456789'],
      ['A: the account number', 'C: [BANK_ACCOUNT]'],
    ],
    [['C: ifsc is HDFC0001234'], ['C: ifsc is [BANK_ACCOUNT]']],
    [['C: write to john dot smith at example dot com please'], ['C: write to [EMAIL] please']],
    [['C: write to john.smith@example.com.'], ['C: write to [EMAIL].']],
    [
      ['A: your email', 'C: j o h n', 'A: okay', 'C: at example dot com'],
      ['A: your email', 'C: [EMAIL]', 'A: okay', 'C: at example dot com'],
    ],
    [['C: call me at (212) 555-0123'], ['C: call me at [PHONE]']],
    [['C: nine eight seven six five four three two one zero'], ['C: [PHONE]']],
  ],
  'dates of birth': [
    [
      ['A: your date of birth', 'C: march third nineteen eighty four'],
      ['A: your date of birth', 'C: [DATE_OF_BIRTH]'],
    ],
    [['C: i was born on 03/15/1980'], ['C: i was born on [DATE_OF_BIRTH]']],
    [
      ['A: dob', 'C: the third of march 1980'],
      ['A: dob', 'C: the [DATE_OF_BIRTH]'],
    ],
  ],
  'what is nobody’s secret': (
    [
      ['A: your order number is 12345678'],
      ['A: the tracking number is 123456789012'],
      ['C: my zip code is seven five zero zero one'],
      ['A: it costs $2,500 or two thousand five hundred dollars'],
      ['A: the appointment is on March 3, 2026 at 2:30 PM'],
      ['A: the policy expires in twenty twenty seven'],
      ['C: i have three cards and two kids'],
      ['C: i saw it on social media in 2024'],
      ['A: is it for one or two people'],
      ['A: visit us at example dot com'],
      ['C: my policy number is 123456789'],
      ['C: room 412 on the fourth floor'],
    ] as const
  ).map((lines) => [lines, lines] as const),
};

describe('redactSegments', () => {
  for (const [kind, conversations] of Object.entries(cases)) {
    test.each(conversations)(`${kind}: %j becomes %j`, (said, kept) => {
      expect(redact(said)).toEqual(kept);
      expect(redact(kept)).toEqual(kept);
    });
  }

  test('what is taken out has the speaker and the times of its words, and no confidence', () => {
    const { segments, redactions } = redactSegments(converse('C: it is 123-45-6789. thanks'), { kinds: ['ssn'] });
    expect(redactions).toEqual([{ kind: 'ssn', speaker: 'customer', start: 0.6, end: 0.85 }]);
    expect(segments[0]?.words[2]).toEqual({ word: '[SSN].', start: 0.6, end: 0.85 });
  });

  test('only the kinds that are asked for are taken out', () => {
    expect(redact(['C: 4111 1111 1111 1111 and (212) 555-0123'], ['ssn'])).toEqual([
      'C: 4111 1111 1111 1111 and (212) 555-0123',
    ]);
  });

  test('with the kind "digits" no row of four digits stays', () => {
    expect(redact(['A: order 12345 for $2,500', 'C: one two three four'], ['digits'])).toEqual([
      'A: order [DIGITS] for $2,500',
      'C: [DIGITS]',
    ]);
  });

  test('a segment without anything to take out is the same object', () => {
    const segments = converse('A: hello', 'C: 4111 1111 1111 1111');
    expect(redactSegments(segments, { kinds: allKinds }).segments[0]).toBe(segments[0]);
  });
});
