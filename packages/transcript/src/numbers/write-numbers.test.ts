import type { Word } from '@callscript/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writeNumbers } from './write-numbers.ts';

const secondsPerWord = 0.3;

function say(text: string): Word[] {
  return text
    .split(' ')
    .map((word, i) => ({ word, start: i * secondsPerWord, end: i * secondsPerWord + 0.25, confidence: 0.9 }));
}

function write(text: string): string {
  return writeNumbers(say(text))
    .map(({ word }) => word)
    .join(' ');
}

/** What is said, and what is written; one string where it stays as it is. */
type Case = readonly [said: string, written: string] | string;

const cases: Record<string, readonly Case[]> = {
  'digits said one by one': [
    ['my code is four one one one', 'my code is 4111'],
    ['four oh five', '405'],
    ['call nine one one', 'call 911'],
    ['double oh seven', '007'],
    ['triple nine', '999'],
    ['it is double five six seven', 'it is 5567'],
    ['it is 4 1 1 1', 'it is 4111'],
    ['four, one, one, one', '4111'],
    ['yes it is a b c one two three', 'yes it is a b c 123'],
    ['the last four are four five six seven', 'the last four are 4567'],
    ['extension two oh four', 'extension 204'],
    ['extension forty five', 'extension 45'],
    ['room four twelve', 'room 412'],
    ['flight number two twenty six', 'flight number 226'],
    ['zip code seven five oh oh one', 'zip code 75001'],
    ['zip code is nine oh two ten', 'zip code is 90210'],
    ['pincode five six zero zero three four', 'pincode 560034'],
    ['the pin code is double five double six seven eight', 'the pin code is 556678'],
    ["it's one one four two", "it's 1142"],
    ["that's one seventy nine", "that's 179"],
    ['it came to three forty two', 'it came to 342'],
    ['one twenty a month', '120 a month'],
    'one, two, three',
    'seven eleven',
    'two thirty is perfect',
    'a ford f one fifty',
    'one two',
    'he went for two or three',
    'the last four digits',
    'the first six digits',
    'oh one moment',
    'oh no',
    'double check that',
    'i was double billed',
    'seven twenty two sixty one',
  ],
  'telephone, card and identity numbers': [
    ['five five five zero one two three', '555-0123'],
    ['five five five oh one two three.', '555-0123.'],
    ['two one two five five five zero one two three', '(212) 555-0123'],
    ['two one two, five five five, zero one two three', '(212) 555-0123'],
    ['one eight hundred five five five oh one two three', '1-800-555-0123'],
    ['eight hundred five five five zero one two three', '(800) 555-0123'],
    ['one two one two five five five zero one two three', '1-212-555-0123'],
    ['plus one two one two five five five zero one two three', '+1-212-555-0123'],
    ['plus nine one nine eight seven six five four three two one zero', '+91 98765 43210'],
    ['mera number hai nine eight seven six five four three two one zero', 'mera number hai 98765 43210'],
    ['number is nine eight seven six five double four three two one rupees', 'number is 98765 44321 rupees'],
    ['nine eight one one zero zero one two three four', '98110 01234'],
    ['account number is two one two five five five zero one two three', 'account number is 2125550123'],
    ['four one one one one one one one one one one one one one one one', '4111 1111 1111 1111'],
    ['three seven eight two eight two two four six three one zero zero zero five', '3782 822463 10005'],
    ['two three four one two three four one two three four six', '2341 2341 2346'],
    ['five five five twelve thirty four', '555-1234'],
    ['नौ आठ सात छह पांच चार तीन दो एक शून्य', '98765 43210'],
    ['nau aath saat chhe paanch char teen do ek shunya', '98765 43210'],
    '4111 1111 1111 1111',
    '(212) 555-0123',
    '+1-212-555-0123',
    '98765 43210',
    '4111-1111-1111-1111',
    'do teen char',
  ],
  cardinals: [
    ['about twenty agents', 'about 20 agents'],
    ['about twenty-five agents', 'about 25 agents'],
    ['Twenty five agents.', '25 agents.'],
    ['twelve hundred', '1,200'],
    ['two hundred', '200'],
    ['two hundred and ten units', '210 units'],
    ['two hundred ten units', '210 units'],
    ['one hundred and five thousand', '105,000'],
    ['nine thousand a year', '9,000 a year'],
    ['five thousand two hundred and twelve', '5,212'],
    ['two million', '2 million'],
    ['two million five hundred thousand', '2,500,000'],
    ['one point five million', '1.5 million'],
    ['two lakh', '2 lakh'],
    ['two lakh fifty thousand', '2,50,000'],
    ['one crore twenty lakh', '1,20,00,000'],
    ['three crore', '3 crore'],
    ['he is eighty four years old', 'he is 84 years old'],
    ['she turned twenty six', 'she turned 26'],
    ['a hundred and fifty people', '150 people'],
    ['hundred and fifty people', '150 people'],
    ['between one hundred and two hundred', 'between 100 and 200'],
    ['ten by ten', '10 by 10'],
    ['twenty or so', '20 or so'],
    ['in ten minutes', 'in 10 minutes'],
    ['forty two elm street', '42 elm street'],
    ['one in twenty', 'one in 20'],
    ['twenty four seven support', '24/7 support'],
    ['twenty-four seven support', '24/7 support'],
    ['fifty fifty', '50/50'],
    'one of us',
    'one moment please',
    'a couple',
    'a couple hundred',
    'a few thousand people',
    'several hundred',
    'hundreds of people',
    'a hundred people',
    'a million thanks',
    'one on one',
    'no one knows',
    'for one thing',
    'nine harbour lane',
    'it takes five business days',
    'twenties',
    'one hundredth',
    '1,200',
    '2 million',
  ],
  ranges: [
    ['ten to fifteen people', '10 to 15 people'],
    ['eight to ten weeks', '8 to 10 weeks'],
    ['five or ten dollars', '$5 or $10'],
    ['twenty to thirty dollars', '$20 to $30'],
    ['two to three percent', '2 to 3%'],
    ['two to three million', '2 to 3 million'],
    ['thirty or forty calls', '30 or 40 calls'],
    'two to three weeks',
    'two or three',
    'two to three hundred',
    'five to ten thousand',
    'nine to five',
    '10 to 15',
  ],
  money: [
    ['twenty five dollars', '$25'],
    ['twenty-five dollars.', '$25.'],
    ['Twenty five dollars, please', '$25, please'],
    ['25 dollars', '$25'],
    ['five dollars', '$5'],
    ['zero dollars', '$0'],
    ['one dollar', '$1'],
    ['a ten dollar copay', 'a $10 copay'],
    ['a hundred dollars', '$100'],
    ['a hundred bucks', '$100'],
    ['hundred dollars', '$100'],
    ['fifty bucks', '$50'],
    ['six hundred dollars a month', '$600 a month'],
    ['thirty thousand dollars', '$30,000'],
    ['a thousand dollars', '$1,000'],
    ['two million dollars', '$2 million'],
    ['one point five million dollars', '$1.5 million'],
    ['five dollars and fifty cents', '$5.50'],
    ['five dollars fifty cents', '$5.50'],
    ['five dollars and five cents', '$5.05'],
    ['nineteen dollars ninety nine', '$19.99'],
    ['nineteen ninety nine dollars', '$19.99'],
    ['one twenty dollars', '$120'],
    ['nineteen ninety nine a month', '$19.99 a month'],
    ['two charges of twelve ninety nine here', 'two charges of $12.99 here'],
    ['it costs nine hundred dollars', 'it costs $900'],
    ['ninety nine cents', '99 cents'],
    ['five cents', '5 cents'],
    ['five hundred rupees', '₹500'],
    ['two lakh rupees', '₹2 lakh'],
    ['two lakh fifty thousand rupees', '₹2,50,000'],
    ['twelve hundred rupees', '₹1,200'],
    ['twenty euros', '€20'],
    ['thirty pounds', '30 pounds'],
    ['three point five zero dollars', '$3.50'],
    'a couple hundred dollars',
    'a couple of dollars',
    'hundreds of dollars',
    'two to three hundred dollars',
    '$25',
    '$5.50',
    '₹2,50,000',
  ],
  'percent and decimals': [
    ['one percent', '1%'],
    ['twenty percent', '20%'],
    ['a hundred percent', '100%'],
    ['hundred percent', '100%'],
    ['one hundred percent.', '100%.'],
    ['three point five percent', '3.5%'],
    ['five per cent', '5%'],
    ['20 percent', '20%'],
    ['three point five', '3.5'],
    ['ninety nine point nine', '99.9'],
    ['zero point five', '0.5'],
    ['version two point twelve', 'version 2.12'],
    'a quarter point',
    'at this point one of us',
    'half of it',
    'two thirds',
    'five per person',
    '3.5%',
  ],
  times: [
    ['two thirty p m', '2:30 PM'],
    ['two thirty pm', '2:30 PM'],
    ['at two thirty p.m. tomorrow', 'at 2:30 PM tomorrow'],
    ['two-thirty pm', '2:30 PM'],
    ['2 30 p m', '2 30 p m'],
    ['ten a m', '10 AM'],
    ['ten am.', '10 AM.'],
    ['two p m', '2 PM'],
    ['2 pm', '2 PM'],
    ['2:30 p m', '2:30 PM'],
    ['two forty two pm', '2:42 PM'],
    ['five oh five pm', '5:05 PM'],
    ["at six o'clock", "at 6 o'clock"],
    ['at six o clock', "at 6 o'clock"],
    ['eleven oclock', "11 o'clock"],
    ['at seven fifteen', 'at 7:15'],
    ['by ten thirty', 'by 10:30'],
    ['nine a m to five p m', '9 AM to 5 PM'],
    ['tomorrow at ten', 'tomorrow at 10'],
    ['on thursday at two', 'on thursday at two'],
    ['half past two', 'half past two'],
    ['two thirty in the afternoon works', 'two thirty in the afternoon works'],
    'i am here',
    'is it two am i right',
    '2:30 PM',
    "6 o'clock",
  ],
  dates: [
    ['march third', 'March 3'],
    ['march third twenty twenty six', 'March 3, 2026'],
    ['march third, twenty twenty six', 'March 3, 2026'],
    ['March third, 2026', 'March 3, 2026'],
    ['the third of march', 'the 3rd of March'],
    ['the twenty first of june twenty twenty six', 'the 21st of June 2026'],
    ['the twenty-first of june', 'the 21st of June'],
    ['june twentieth', 'June 20'],
    ['december twenty fifth', 'December 25'],
    ['december twenty-fifth.', 'December 25.'],
    ['june five', 'June 5'],
    ['january fifth nineteen eighty', 'January 5, 1980'],
    ['july fourth two thousand and eight', 'July 4, 2008'],
    ['may third', 'May 3'],
    ['may five nineteen ninety', 'May 5, 1990'],
    ['in twenty twenty six', 'in 2026'],
    ['since nineteen ninety nine', 'since 1999'],
    ['since two thousand eight', 'since 2008'],
    ['june twenty twenty six', 'June 2026'],
    'may five of us come',
    'may i help you',
    'we march three miles',
    'on the first floor',
    'the second one',
    'first of all',
    'twenty twenty six',
    'nineteen eighty four',
    'March 3, 2026',
    'the 3rd of March',
  ],
  'e-mail addresses': [
    ['john dot smith at example dot com', 'john.smith@example.com'],
    ['my email is john dot smith at example dot com.', 'my email is john.smith@example.com.'],
    ['my email is john smith at example dot com', 'my email is johnsmith@example.com'],
    ['priya at gmail dot com', 'priya@gmail.com'],
    ['priya at g mail dot com', 'priya@gmail.com'],
    ['priya underscore k at example dot co dot in', 'priya_k@example.co.in'],
    ['priya ninety two at gmail dot com', 'priya92@gmail.com'],
    ['j o h n at example dot com', 'john@example.com'],
    ['priya at the rate gmail dot com', 'priya@gmail.com'],
    ['john.smith at example.com', 'john.smith@example.com'],
    ['sales at example dot com', 'sales@example.com'],
    'look at example dot com',
    'visit us at example dot com',
    'meet me at the office',
    'john.smith@example.com',
  ],
  'words that stay': [
    'v as in victor',
    'hello how are you',
    'it is for you to ate',
    'she won two medals',
    'he is at level three',
    '',
  ],
};

describe('writeNumbers', () => {
  for (const [kind, pairs] of Object.entries(cases)) {
    test.each(pairs.map((pair) => (typeof pair === 'string' ? ([pair, pair] as const) : pair)))(
      `${kind}: %j becomes %j`,
      (said, written) => {
        expect(write(said)).toBe(written);
        expect(write(written)).toBe(written);
      },
    );
  }

  test('a word that is put together has the times of its parts and the least of their confidences', () => {
    const words = [
      { word: 'pay', start: 0, end: 0.2, confidence: 0.99 },
      { word: 'twenty', start: 0.3, end: 0.5, confidence: 0.7 },
      { word: 'five', start: 0.5, end: 0.7, confidence: 0.4 },
      { word: 'dollars', start: 0.8, end: 1.1 },
    ];
    expect(writeNumbers(words)).toEqual([words[0], { word: '$25', start: 0.3, end: 1.1, confidence: 0.4 }]);
  });

  test('no word spans a pause that a segment may end in', () => {
    const words = say('five five five zero one two three').map((word, i) =>
      i < 3 ? word : { ...word, start: word.start + 2, end: word.end + 2 },
    );
    expect(writeNumbers(words).map(({ word }) => word)).toEqual(['555', '0123']);
  });

  test('a number is not read across a pause or the end of a sentence', () => {
    expect(write('i need twenty. Five came.')).toBe('i need 20. Five came.');
    const words = say('twenty five').map((word, i) => ({ ...word, start: word.start + i, end: word.end + i }));
    expect(writeNumbers(words).map(({ word }) => word)).toEqual(['20', 'five']);
  });
});

describe('writeNumbers, whatever is said', () => {
  const vocabulary = (
    'zero oh one two three four five seven nine ten twelve nineteen twenty thirty ninety hundred thousand lakh million ' +
    'and a point percent dollars dollar cents rupees to or at by in p m pm am i march may june third first twentieth of ' +
    'double triple plus dot com gmail the last email is each per month twenty-five two-thirty 4 25 1111 2,500 $25 $5.50 ' +
    '2:30 2026 three. five, Twenty (212) 555-0123 room account number o clock do ek nau hello'
  ).split(' ');
  const speech = fc.array(
    fc.record({ word: fc.constantFrom(...vocabulary), pause: fc.constantFrom(0.05, 0.05, 0.05, 1.5) }),
    { maxLength: 25 },
  );

  function timed(spoken: readonly { word: string; pause: number }[]): Word[] {
    let start = 0;
    return spoken.map(({ word, pause }) => {
      const said = { word, start, end: start + 0.25 };
      start = said.end + pause;
      return said;
    });
  }

  test('a second time changes nothing', () => {
    fc.assert(
      fc.property(speech, (spoken) => {
        const once = writeNumbers(timed(spoken));
        expect(writeNumbers(once).map(({ word }) => word)).toEqual(once.map(({ word }) => word));
      }),
      { numRuns: 3000 },
    );
  });

  test('each written word covers words that follow one another, and all are covered', () => {
    fc.assert(
      fc.property(speech, (spoken) => {
        const words = timed(spoken);
        const written = writeNumbers(words);
        const starts = words.map(({ start }) => start);
        const covered = written.flatMap(({ start, end }) =>
          words.filter((word) => word.start >= start && word.end <= end),
        );
        expect(covered).toEqual(words);
        expect(written.every(({ start }) => starts.includes(start))).toBe(true);
        expect(written.every(({ word }) => word !== '' && !/\s/.test(word))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  test('words that stand for no number are kept', () => {
    const prose = 'hello we need help with our phone system please thanks for calling'.split(' ');
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...prose, ...vocabulary), { maxLength: 25 }), (spoken) => {
        const written = writeNumbers(say(spoken.join(' '))).map(({ word }) => word);
        const isProse = (word: string): boolean => prose.includes(word) && word !== 'for';
        expect(written.filter(isProse)).toEqual(spoken.filter(isProse));
      }),
    );
  });
});
