import { agentMark as agent, businessMark as business } from '../known-names.ts';
import { some, type Cue } from './cue.ts';

/** Who people say they are, and who they take the other for. */
export const introductions: readonly Cue[] = [
  {
    name: 'gives the agent’s name',
    weight: 4,
    opening: true,
    patterns: [
      `this is ${some(1)}${agent}`,
      `(?:name is|i am|it is) ${agent}`,
      `${agent} (?:here|speaking|calling|from|with|at|this side|${business})`,
      `(?:speaking (?:with|to)|through to) ${agent}`,
      `${business} ${some(3)}${agent}`,
    ],
  },
  {
    name: 'speaks to the agent by name',
    weight: -2.5,
    patterns: [
      `(?:hi|hello|hey|thank you|morning|okay|yes) ${agent}(?! here| speaking| calling| from| with| at| this)`,
    ],
  },
  { name: 'gives a name', weight: 0.4, opening: true, patterns: ['my name is', 'this side'] },
  {
    name: 'gives a name and a firm',
    weight: 1.8,
    opening: true,
    patterns: [
      `(?:this is|i am|my name is|it is) (?!calling|looking|having|from|with)${some(2)}(?:from|with|at) [^ |]+`,
    ],
  },
  {
    name: 'gives a post',
    weight: 2,
    opening: true,
    patterns: [
      `this is (?:the|your) ${some(1)}(?:manager|supervisor|team|department|coordinator|technician|adviser|advisor)`,
    ],
  },
  {
    name: 'speaks for the business',
    weight: 3.5,
    opening: true,
    patterns: [
      `(?:from|with|at|behalf of|welcome to|calling) ${business}`,
      `for (?:calling|choosing|contacting) ${business}`,
      `${business} ${some(3)}(?:speaking|this is|here|how (?:can|may)|good (?:morning|afternoon|evening))`,
      `${business} ${some(3)}(?:customer|support|reservations|claims|desk|department|care)`,
      `this is ${business}`,
    ],
  },
  {
    name: 'asks for the business',
    weight: -4,
    opening: true,
    patterns: [`(?:is this|have i reached|looking for) ${some(1)}${business}`],
  },
  {
    name: 'answers to the name',
    weight: -1.6,
    opening: true,
    patterns: [
      'this is (?:he|she|him|her)',
      '(?:yes|yeah) speaking',
      'that (?:is|would be) me',
      'yes you are',
      '^(?: [^ |]+)? speaking(?= \\|| $)',
    ],
  },
  {
    name: 'asks who it is',
    weight: -2.2,
    opening: true,
    patterns: [
      'who is (?:this|calling|asking|that)',
      'what is this (?:about|regarding)',
      'is this a (?:scam|sales call)',
      'how did you get (?:this|my) number',
    ],
  },
];

/** What whoever made the call says: the agent in an outbound call, the customer in an inbound one. */
export const callerCues: readonly Cue[] = [
  {
    name: 'says that they are calling',
    weight: 2,
    opening: true,
    patterns: [
      'i am (?:just )?calling',
      'i am trying to reach',
      'following up',
      'i wanted to (?:see|check|ask|follow)',
      'calling (?:about|from|to|because|regarding)',
      'courtesy call',
      'sorry i missed you',
    ],
  },
  {
    name: 'asks for a person',
    weight: 2,
    opening: true,
    patterns: [
      '(?:am i|are you) (?:speaking|talking) (?:to|with)',
      '(?:may|could|can) i speak (?:to|with)',
      `is this(?! about| an?| for| the| going| still| okay| enough| it| because| all| correct| right| ${business})`,
      'is this a good time',
      'a bad time',
      'do you have a few minutes',
    ],
  },
];
