import type { Speaker, Vertical } from '@callscript/contracts';
import { describe, expect, test } from 'vitest';
import { callOf, inCall, type Line } from '../judge/_calls.ts';
import { judgeByRules } from '../judge/rule-judge.ts';

function rulesBrokenBy(text: string, vertical: Vertical, speaker: Speaker = 'agent'): string[] {
  return [...new Set(judgeByRules(inCall([speaker, text], vertical)).analysis.flags.map((flag) => flag.rule))];
}

const violations: [rule: string, vertical: Vertical, text: string][] = [
  ['threat', 'collections', 'if we do not hear from you by friday you could be arrested at your workplace'],
  ['threat', 'general', "there's a warrant out for your arrest and officers are on the way"],
  ['threat', 'debt', 'people who ignore this end up in jail sir'],
  ['legal-threat', 'collections', 'next week we are going to take you to court over this'],
  ['legal-threat', 'collections', 'our next step is to garnish your wages'],
  ['legal-threat', 'collections', "They'll put a lien on your home."],
  ['legal-threat', 'collections', 'the lawyers will file a lawsuit against you'],
  ['government-impersonation', 'medicare', 'i am calling from medicare regarding your red white and blue card'],
  ['government-impersonation', 'general', 'yes ma am we are with the social security administration'],
  ['government-impersonation', 'debt', 'my name is rob and i am a federal agent'],
  ['government-impersonation', 'aca', "I'm calling on behalf of the federal government today."],
  ['guaranteed-outcome', 'aca', 'your approval is one hundred percent guaranteed'],
  ['guaranteed-outcome', 'aca', 'trust me you are definitely going to be approved'],
  ['guaranteed-outcome', 'medicare', 'there is no way they would ever turn you down'],
  ['guaranteed-outcome', 'solar', 'we guarantee you will save at least half of what you pay'],
  ['guaranteed-outcome', 'auto_insurance', 'i promise you will qualify for the cheaper policy'],
  ['guaranteed-outcome', 'debt', 'we guarantee that the banks will settle for half'],
  ['free-misstatement', 'aca', "the coverage is totally free you won't pay a dime"],
  ['free-misstatement', 'medicare', 'it will not cost you anything ever'],
  ['free-misstatement', 'solar', 'you get free solar panels from us'],
  ['free-misstatement', 'solar', 'with this you will never pay an electric bill again'],
  ['false-urgency', 'general', 'this price is gone tomorrow and i can not bring it back'],
  ['false-urgency', 'medicare', 'you have to sign up today or you are going to lose your benefits'],
  ['false-urgency', 'home_services', 'it is your last chance to get in'],
  ['false-urgency', 'aca', 'sign up now or else you lose everything'],
  ['abusive-language', 'general', "you're an idiot if you believe that"],
  ['abusive-language', 'collections', 'just shut up and listen to me'],
  ['third-party-disclosure', 'collections', 'well your husband owes us a lot of money'],
  [
    'third-party-disclosure',
    'collections',
    'please tell your son that his loan is past due and he owes nine hundred dollars',
  ],
  ['harassment', 'collections', 'we will keep calling until this is paid'],
  ['enrollment-inducement', 'medicare', 'and you receive a fifty dollar gift card when you enroll'],
  ['enrollment-inducement', 'aca', 'we will mail you the spending card this week'],
  ['answers-coached', 'aca', 'when the verifier asks just say yes to everything'],
  ['debt-outcome-misstatement', 'debt', 'we can wipe out all of your debt'],
  ['debt-outcome-misstatement', 'debt', 'the first thing to do is stop paying your creditors'],
  ['credit-harm-denied', 'debt', 'this program will not hurt your credit at all'],
  ['advance-fee', 'debt', 'there is an upfront fee of four hundred dollars'],
  ['utility-impersonation', 'solar', 'i am calling from your electric company'],
];

const harmless: [what: string, vertical: Vertical, text: string, speaker?: Speaker][] = [
  ['a denied threat', 'collections', 'nobody is going to arrest you over a medical bill'],
  ['a threat the customer reports', 'collections', 'the last guy said i would be arrested', 'customer'],
  ['a threat the agent reports', 'debt', 'did someone tell you that you would be arrested'],
  ['a threat the customer makes', 'collections', 'i am going to sue you people', 'customer'],
  ['a denied lawsuit', 'collections', 'we are not going to sue you and we can not garnish your wages'],
  ['a warranty', 'home_services', 'the warranty is issued with the unit'],
  [
    'a denied connection',
    'medicare',
    'we are not connected with or endorsed by the government or the federal medicare program',
  ],
  ['a denied connection, further back', 'aca', 'just so you know i do not work for the government'],
  ["a customer's question about who calls", 'medicare', 'are you calling from medicare', 'customer'],
  ['a product name', 'medicare', 'i am calling about your medicare advantage plan options'],
  ['a licence', 'aca', 'i am a state licensed insurance agent here to help'],
  ['a refused guarantee', 'aca', "i can't guarantee that you'll be approved"],
  ['a refused promise', 'aca', 'nobody can promise that you will be approved'],
  ['a guarantee that is denied afterwards', 'aca', 'guaranteed approval is not something that we offer'],
  ['a guarantee that is asked for', 'aca', 'is it guaranteed that i will be approved', 'customer'],
  ['a guarantee read back', 'aca', 'are you asking me if you are guaranteed to qualify'],
  ["others' guarantees", 'aca', 'anyone who tells you that you are guaranteed to qualify is not being honest'],
  ['a possibility', 'aca', 'depending on your income you may be approved for help'],
  ['a guarantee of workmanship', 'home_services', 'our work comes with a satisfaction guarantee on results'],
  ['guaranteed issue', 'medicare', 'in that window you have guaranteed issue coverage rights'],
  ['what has been decided', 'general', 'your refund has been approved'],
  ['a free quote', 'aca', 'the quote is completely free and there is no obligation'],
  ['feeling free', 'aca', 'feel free to call me with any questions'],
  ['a denied free plan', 'aca', 'no plan is completely free and this one is not free either'],
  ['a price that depends', 'aca', 'based on your income the plan could be free for you after the tax credit'],
  ['a toll free number', 'medicare', 'i will give you our toll free number for the plan'],
  ['no need to hurry', 'aca', 'you do not have to enroll today take your time'],
  ['a real deadline', 'aca', 'open enrollment ends on january fifteenth'],
  ['an insult from the customer', 'general', 'you are an idiot', 'customer'],
  ['a stupid thing', 'general', 'i apologize that was a stupid mistake on our side'],
  ['a soft check', 'debt', 'checking your options is a soft pull and will not affect your credit score'],
  ['no fee in advance', 'debt', 'there are no upfront fees in this program'],
  ['the possibility of a lawsuit explained', 'debt', 'you should know that creditors may still take collection steps'],
  ["the customer's own utility", 'solar', 'who is your electric company right now'],
  ['asking for the customer alone', 'collections', 'may i leave my name and number for him please'],
];

describe('rules about what the agent says', () => {
  test.each(violations)('%s (%s): “%s”', (rule, vertical, text) => {
    expect(rulesBrokenBy(text, vertical)).toEqual([rule]);
  });

  test.each(harmless)('%s breaks no rule (%s): “%s”', (_, vertical, text, speaker) => {
    expect(rulesBrokenBy(text, vertical, speaker)).toEqual([]);
  });

  test.each(violations)('%s (%s) is not broken by the customer who says “%s”', (_, vertical, text) => {
    expect(rulesBrokenBy(text, vertical, 'customer')).toEqual([]);
  });

  test.each(violations)('%s (%s) is found where nobody knows who speaks: “%s”', (rule, vertical, text) => {
    expect(rulesBrokenBy(text, vertical, 'unknown')).toContain(rule);
  });

  test('rules of another vertical do not apply', () => {
    expect(rulesBrokenBy('you get free solar panels from us', 'auto_insurance')).toEqual([]);
  });

  test('a statement that goes on in the next segment of the same speaker is one statement', () => {
    const lines: Line[] = [
      ['agent', 'good morning on a recorded line i guarantee'],
      ['customer', 'okay'],
      ['agent', 'you will be approved'],
      ['customer', 'all right then'],
    ];
    const { flags } = judgeByRules(callOf(lines, { vertical: 'aca' })).analysis;
    expect(flags).toMatchObject([{ rule: 'guaranteed-outcome', speaker: 'agent' }]);
    expect(flags[0]?.quote).toContain('guarantee you will be approved');
  });

  test('quotes the words as the transcript spells them, with their times', () => {
    const input = inCall(['agent', "Great news: you're GUARANTEED to qualify."], 'aca');
    const segment = input.transcript.segments[2];
    const { flags } = judgeByRules(input).analysis;
    expect(flags).toEqual([
      {
        rule: 'guaranteed-outcome',
        severity: 'high',
        speaker: 'agent',
        quote: "Great news: you're GUARANTEED to qualify.",
        start: segment?.words[0]?.start,
        end: segment?.words.at(-1)?.end,
      },
    ]);
  });
});

describe('a request to stop calling', () => {
  const opening: Line[] = [
    ['agent', 'good morning this is dana with maple ridge'],
    ['customer', 'oh hello'],
  ];
  const flagsAfter = (...lines: Line[]): string[] =>
    judgeByRules(callOf([...opening, ...lines])).analysis.flags.map((flag) => flag.rule);

  test.each([
    'please stop calling me',
    'take my number off of your list',
    'i want you to remove me from your database',
    'never call this number again',
    'put me on your do not call list',
  ])('is ignored by an agent who goes on selling: “%s”', (request) => {
    expect(flagsAfter(['customer', request], ['agent', 'but this offer is great how much do you pay now'])).toEqual([
      'do-not-call-ignored',
    ]);
  });

  test.each([
    'i will remove you from the list have a good day',
    'sorry about that you will not be called again',
    'okay goodbye',
  ])('is honoured by “%s”', (answer) => {
    expect(flagsAfter(['customer', 'stop calling me'], ['agent', answer])).toEqual([]);
  });

  test('counts only what follows it', () => {
    expect(
      flagsAfter(
        ['agent', 'how much do you pay now let me tell you about this offer'],
        ['customer', 'take me off your list'],
        ['agent', 'of course your number is removed'],
      ),
    ).toEqual([]);
  });

  test.each(['do not call me before noon', "don't call me at work please", 'can you call me back tomorrow'])(
    'is not made by “%s”',
    (words) => {
      expect(
        flagsAfter(['customer', words], ['agent', 'sure what is your zip code and what plan do you have']),
      ).toEqual([]);
    },
  );

  test('does not settle itself where nobody knows who speaks', () => {
    expect(flagsAfter(['unknown', 'please take me off your list i will call you back tomorrow'])).toEqual([
      'do-not-call-ignored',
    ]);
    expect(flagsAfter(['unknown', 'please take me off your list of course i will remove your number'])).toEqual([]);
  });

  test('is not honoured by an announcement of what comes before', () => {
    expect(
      flagsAfter(
        ['customer', 'take me off your list'],
        ['agent', 'before i take you off the list how much do you pay now'],
      ),
    ).toEqual(['do-not-call-ignored']);
  });
});

describe('someone else than the debtor on the phone', () => {
  const opening: Line[] = [
    ['agent', 'hello may i speak to marcus on a recorded line'],
    ['customer', 'he is not here this is his mother'],
  ];
  const flagsAfter = (...lines: Line[]): string[] =>
    judgeByRules(callOf([...opening, ...lines], { vertical: 'collections' })).analysis.flags.map((flag) => flag.rule);

  test('must not hear of the debt', () => {
    expect(flagsAfter(['agent', 'i am calling about an overdue bill'])).toEqual(['third-party-disclosure']);
  });

  test('may be asked to take a message', () => {
    expect(flagsAfter(['agent', 'please ask marcus to call me back at this number'])).toEqual([]);
  });

  test('makes way for the debtor, who may hear of it', () => {
    expect(
      flagsAfter(
        ['customer', 'hold on i will get him'],
        ['agent', 'am i now speaking with marcus'],
        ['customer', 'yes'],
        ['agent', 'there is a balance of ninety dollars'],
      ),
    ).toEqual([]);
  });
});

describe('disclosures that are due at the start', () => {
  const talk: Line[] = [
    ['customer', 'hello there'],
    [
      'agent',
      'i would like to ask a few questions about your household and what kind of doctor visits you usually have in a year',
    ],
    ['customer', 'we go about twice a year'],
    [
      'agent',
      'thank you that helps and do any of you take medicine every day that we should look up together before we go on',
    ],
    ['customer', 'just one'],
  ];
  const open = (words: string): Line => ['agent', `good morning this is dana with maple ridge ${words}`];
  const missing = (lines: Line[], vertical: Vertical): string[] =>
    judgeByRules(callOf(lines, { vertical })).analysis.flags.map((flag) => flag.rule);

  test('a call without a notice of the recording is flagged with its opening words', () => {
    const { flags } = judgeByRules(callOf([open('how are you'), ...talk], { vertical: 'aca' })).analysis;
    expect(flags).toMatchObject([
      {
        rule: 'recording-notice-missing',
        speaker: 'agent',
        quote: 'good morning this is dana with maple ridge how are you',
      },
    ]);
  });

  test.each([
    'this call is recorded for quality',
    'you are on a recorded line',
    'we are recording this call',
    'calls are monitored for quality assurance',
  ])('a call with “%s” is not', (notice) => {
    expect(missing([open(notice), ...talk], 'aca')).toEqual([]);
  });

  test('a notice after the fact does not help', () => {
    const later: Line[] = Array.from({ length: 16 }, () => [
      'agent',
      'and then we compare what each of them would pay for that',
    ]);
    expect(
      missing([open('how are you'), ...talk, ...later, ['agent', 'by the way this call is recorded']], 'aca'),
    ).toEqual(['recording-notice-missing']);
  });

  test("the customer's question whether the call is recorded is no notice", () => {
    expect(missing([open('how are you'), ['customer', 'is this call recorded'], ...talk], 'aca')).toEqual([
      'recording-notice-missing',
    ]);
  });

  test.each([
    ['nobody knows who speaks', [open('how are you'), ...talk].map(([, text]): Line => ['unknown', text])],
    ['the agent said little', [open('how are you'), ['customer', 'sorry wrong number']] satisfies Line[]],
    ['there is nothing', []],
  ])('nothing is missed where %s', (_, lines) => {
    expect(missing(lines, 'aca')).toEqual([]);
  });

  test('nothing is missed where the recogniser was not sure of its words', () => {
    const input = callOf([open('how are you'), ...talk], { vertical: 'aca' });
    for (const segment of input.transcript.segments) for (const word of segment.words) word.confidence = 0.3;
    expect(judgeByRules(input).analysis.flags).toEqual([]);
  });

  test('a debt may not be talked about before saying who collects it', () => {
    const debt: Line = ['agent', 'you have a balance of two hundred dollars and it is past due since the spring'];
    const notice = 'on a recorded line this is an attempt to collect a debt';
    expect(missing([open('on a recorded line'), ...talk, debt], 'collections')).toEqual([
      'debt-collector-notice-missing',
    ]);
    expect(missing([open(notice), ...talk, debt], 'collections')).toEqual([]);
    expect(missing([open('on a recorded line'), ...talk], 'collections')).toEqual([]);
  });
});
