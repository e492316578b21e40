import { agentMark as agent, businessMark as business } from './known-names.ts';

/**
 * What tells an agent from a customer, as a table. A cue's weight is the log-odds that it adds: above 0 an agent says it,
 * below 0 a customer.
 */
export interface Cue {
  readonly name: string;
  readonly weight: number;
  /** How often it counts in one voice; once unless told otherwise. */
  readonly timesMax?: number;
  /** Counts among a voice's first words alone. */
  readonly opening?: true;
  /** Alternatives of a regular expression over plain words, see `SpokenText`; each stands between spaces. */
  readonly patterns: readonly string[];
}

/** Any few words of one phrase. */
const some = (max: number): string => `(?:[^ |]+ ){0,${max}}`;
const ask = '(?:can|may|could|shall) (?:i|we)';
const personal =
  '(?:name|first name|last name|full name|surname|email|address|zip|zip code|postcode|phone|mobile|contact|account|policy|member|order|tracking|consumer|reference|registered|card|booking|customer|date|birthday|social|details|pin code)';

const identifying =
  '(?:name|address|postcode|zip|number|domain|model|serial|make|unit|city|issue|problem|date|email|plate)';

export const cues: readonly Cue[] = [
  // Who they say they are.
  {
    name: 'gives the agent’s name',
    weight: 4,
    opening: true,
    patterns: [
      `this is ${some(1)}${agent}`,
      `(?:name is|i am|it is) ${agent}`,
      `${agent} (?:here|speaking|calling|from|with|at|this side)`,
      `speaking (?:with|to) ${agent}`,
      `through to ${agent}`,
      `${business} ${some(3)}${agent}`,
      `${agent} (?:${business}|from|with)`,
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
      `${business} ${some(3)}(?:speaking|this is|here|how (?:can|may)|good (?:morning|afternoon|evening)|customer|support|reservations|claims|desk|department|care)`,
      `this is ${business}`,
    ],
  },
  {
    name: 'asks for the business',
    weight: -4,
    opening: true,
    patterns: [`(?:is this|have i reached|looking for) ${some(1)}${business}`],
  },
  // How service begins and ends.
  {
    name: 'offers help',
    weight: 3,
    patterns: [
      '(?:how|what) (?:can|may|could) (?:i|we) (?:help|assist|do for)',
      `how (?:can|may) i be of`,
      `(?:who|whom) do i have the pleasure`,
      `(?:seems to be|what is) the (?:issue|problem|trouble) today`,
    ],
  },
  {
    name: 'thanks for calling',
    weight: 3,
    patterns: ['thank you (?:so much )?for (?:calling|your call|holding|contacting)(?! me| us| back)'],
  },
  {
    name: 'asks what else',
    weight: 2.5,
    patterns: [`anything else (?:i|we|that|you|today)`, 'is there anything else'],
  },
  {
    name: 'tells of the recording',
    weight: 3,
    patterns: [
      `recorded line`,
      `call ${some(3)}(?:recorded|monitored)`,
      'quality (?:and|or) training',
      'training purposes',
      'attempt to collect',
    ],
  },
  {
    name: 'thanks for business',
    weight: 2,
    patterns: [
      'thank you for your (?:time|patience|business|interest|loyalty|payment|support)',
      'appreciate your (?:time|patience|business)',
    ],
  },
  {
    name: 'wishes a good day',
    weight: 0.6,
    patterns: ['have a (?:great|nice|good|wonderful|lovely|pleasant|blessed) (?:day|evening|night|weekend|one|rest)'],
  },
  // What an agent asks and does.
  {
    name: 'asks for personal data',
    weight: 2,
    timesMax: 2,
    patterns: [
      `(?:${ask} (?:have|get|take|know|verify|confirm|ask)|what is|what was|and|confirm|verify|give me|tell me|have) ${some(1)}(?:your|his|her) ${some(3)}${personal}`,
      `what is (?:the|a good|his|her) ${some(2)}${identifying}`,
      `may i (?:know|ask)`,
      `(?:do|can) you (?:have|give me|tell me|confirm|verify) ${some(2)}(?:your|the|an?) ${some(1)}(?:${personal}|model|number)`,
      'your (?:full name|date of birth|mother)',
      '(?:for|some) (?:security|verification)',
      'last four digits',
    ],
  },
  {
    name: 'works on it',
    weight: 1.5,
    timesMax: 2,
    patterns: [
      'let me (?:check|pull|look|see|verify|bring|transfer|get|open|have a look|find|just)(?! with| it is)',
      `i (?:can|could|will|am going to|have|would) (?:go ahead|gone ahead|book|block|send|refund|cancel|transfer|connect|register|waive|offer|schedule|process|freeze|open|remove|put you|see (?:here|that|you|the|two|there)|have (?:someone|a)|get a claim|squeeze)`,
      'i am (?:going to|looking at your|sending)',
      'i have got (?:a|your|it)',
      '(?:one moment|bear with me|please hold|hold on for|on hold|right away|straight away)',
      'we (?:can|could) (?:squeeze|fit|extend|offer|have|send|get you|do)',
    ],
  },
  {
    name: 'is sorry for it',
    weight: 1.5,
    patterns: [
      'apologi[sz]e',
      `sorry (?:to (?:hear|see)|for the|about that|for that|sir|ma'am)`,
      'i am (?:so|very|really) sorry',
    ],
  },
  {
    name: 'understands',
    weight: 0.6,
    patterns: ['i (?:completely |totally |do )?understand (?:your|sir|how|that)', 'i understand'],
  },
  {
    name: 'tells of your things',
    weight: 1,
    timesMax: 2,
    patterns: [
      'your (?:appointment|order|policy|claim|refund|account|plan|premium|bill|vehicle|application|new|payment|prescription|offer|hearing|tech|technician|trial|estimate)',
    ],
  },
  {
    name: 'asks after you',
    weight: 1.2,
    timesMax: 2,
    patterns: [
      `(?:do|did|are|were|have|had|would|will) you(?! have any| guys| take| accept| sell| offer| sure| able| open| still have)`,
      `(?:what|when|where|which|how|who) ${some(3)}(?:are|do|did|would|were|have) you`,
      `(?:how many|how old|how much do you|which)`,
      'have you got',
    ],
  },
  { name: 'speaks to sir or madam', weight: 1, patterns: ["(?:sir|ma'am|madam|mister|mrs|miss)"] },
  {
    name: 'offers',
    weight: 1,
    timesMax: 2,
    patterns: [
      'would you (?:like|prefer|rather)',
      'we are (?:offering|doing|reducing|raising|open)',
      'you (?:are eligible|qualify|have been selected|have won)',
      'free (?:of charge|inspection|inspections|energy|stay)',
      'sign up today',
      'in your (?:area|neighborhood)',
      '(?:it is|that is|they are|it will be) (?:about |around )?[^ |]+ (?:dollars|a month|for|each)',
    ],
  },
  // What a customer says.
  {
    name: 'has a matter',
    weight: -1.6,
    timesMax: 2,
    patterns: [
      `my(?! name| pleasure| colleague| manager| supervisor| system)`,
      'i have (?:a|an|some) (?:flat|problem|question|issue|complaint|concern|dispute)',
      'i have (?:just|been|already|done)',
      `i (?:would|just|really|also)? ?(?:like|want|need|wanted|needed|have been waiting|bought|ordered|lost|got|keep|forgot|dropped|missed|found|already|paid) (?:to (?!make sure|confirm|ask|check|follow|see if|verify|let|inform|tell|go over)|a|an|my|the|it|some|half|two|getting|something|charged|for)`,
      'i am (?:looking for|planning|hoping|trying to|having|not getting)',
      'i was (?:wondering|charged|told|in an)',
    ],
  },
  {
    name: 'complains',
    weight: -1.6,
    timesMax: 2,
    patterns: [
      'you (?:charged|sent|told|guys|people|said|sold|delivered)',
      'your (?:machine|people|company|website|service)',
      'nobody',
      '(?:does|do|will|is|has|have|are) not (?:work|working|connect|pair|come|arrived|drain)',
      'broken|cracked|damaged|stopped (?:working|cooling)',
      `(?:not recognize|not recognise)`,
    ],
  },
  {
    name: 'asks for a favour',
    weight: -1.2,
    patterns: [
      'can you (?:send|tell|help|explain|call|look) me',
      'can i (?:book|get|take|have a|speak|talk|please)',
      'could i (?:book|get|have a)',
      'send me',
      'connect me',
      'call me back',
      'do you have any',
      'do you (?:take|accept|sell|offer|guys)',
      'are there any',
      '(?:is|are) there (?:a|any|nothing)',
    ],
  },
  {
    name: 'asks what it costs',
    weight: -1.2,
    timesMax: 2,
    patterns: [
      'how much (?:is|are|does|would|will|to)',
      'how (?:long|soon) (?:does|will|would|is)',
      `what (?:is|are|would|does) (?:the|that|my) ${some(1)}(?:catch|cost|price|fees|monthly|include|payment|pay)`,
      'does (?:that|it) include',
      'is (?:it|that|this) (?:climate|refundable|still)',
      'any idea when',
      'would i have to',
      'how did you get',
    ],
  },
  {
    name: 'refuses',
    weight: -2.5,
    patterns: [
      'not interested',
      'take me off',
      'remove me',
      'stop calling',
      `do not (?:call|want)`,
      'wrong number',
      'too expensive',
      'pay (?:next|later)',
      'no thank you',
      'i am busy',
      'let me think',
      'think about it',
    ],
  },
  {
    name: 'has somebody to ask',
    weight: -1.5,
    patterns: [
      `(?:talk|check|speak) (?:to|with) (?:my|the owner|a manager|your manager|a lawyer|a supervisor|your supervisor|a representative|somebody|someone)`,
      'your (?:manager|supervisor)',
    ],
  },
  {
    name: 'is thankful for help',
    weight: -1.8,
    patterns: [
      'thank you for (?:your help|calling (?:me|back)|letting|catching|the help|helping)',
      'appreciate your help',
      '(?:been|very) helpful',
    ],
  },
  {
    name: 'answers to the name',
    weight: -1.6,
    opening: true,
    patterns: [
      'this is (?:he|she|him|her)',
      '(?:yes|yeah) speaking',
      'that is me',
      'that would be me',
      'yes you are',
      `^(?: [^ |]+)? speaking(?: ?\\|| $)`,
    ],
  },
  {
    name: 'asks who it is',
    weight: -2.2,
    opening: true,
    patterns: [
      `who(?:'s| is) (?:this|calling|asking|that)`,
      'what is this (?:about|regarding)',
      'is this a (?:scam|timeshare|sales)',
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
      `(?:just )?following up`,
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
      `(?:am i|are you) (?:speaking|talking) (?:to|with)`,
      `(?:may|could|can) i speak (?:to|with)`,
      `is (?:this|that) (?!about|a |for|the office|going|still|okay|enough|it|because|all|${business}|room)`,
      'is this a good time',
      'a bad time',
      'do you have a few minutes',
    ],
  },
];

/** What tells whose words are whose beyond what is said; log-odds as above. */
export const conversationWeights = {
  /** Inbound: the one who speaks first has answered the call. */
  answersInbound: 1,
  /** Outbound: a call begins with the customer's "hello?", or else with the agent. */
  answersOutbound: -1.5,
  opensOutbound: 0.5,
  /** All of it where a voice speaks of "you" alone, the opposite where of "I" alone. */
  speaksOfYou: 1.5,
} as const;
