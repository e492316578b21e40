import { some, type Cue } from './cue.ts';

const ask = '(?:can|may|could|shall) (?:i|we)';
/** What a caller is known by. */
const personal =
  '(?:name|first name|last name|full name|surname|email|address|zip|postcode|pin code|phone|mobile|contact|account|policy|member|' +
  'order|tracking|consumer|reference|registered|card|booking|customer|date|birthday|social|details)';
/** What a matter is known by. */
const identifying =
  '(?:name|address|postcode|zip|number|domain|model|serial|make|unit|city|issue|problem|date|email|plate)';

/** How service begins and ends, and what agents ask and do. */
export const agentCues: readonly Cue[] = [
  {
    name: 'offers help',
    weight: 3,
    patterns: [
      '(?:how|what) (?:can|may|could) (?:i|we) (?:help|assist|do for)',
      'how (?:can|may) i be of',
      '(?:who|whom) do i have the pleasure',
      '(?:seems to be|what is) the (?:issue|problem|trouble) today',
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
    patterns: ['anything else (?:i|we|that|you|today)', 'is there anything else'],
  },
  {
    name: 'tells of the recording',
    weight: 3,
    patterns: [
      'recorded line',
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
      'thank you for (?:meeting|inviting|having) me',
      'thank you for (?:stopping by|taking the time)',
      'appreciate your (?:time|patience|business)',
    ],
  },
  {
    name: 'wishes a good day',
    weight: 0.6,
    patterns: ['have a (?:great|nice|good|wonderful|lovely|pleasant|blessed) (?:day|evening|night|weekend|one|rest)'],
  },
  {
    name: 'asks for personal data',
    weight: 2,
    timesMax: 2,
    patterns: [
      `(?:${ask} (?:have|get|take|know|verify|confirm|ask)|what is|what was|and|confirm|verify|give me|tell me|have) ${some(1)}(?:your|his|her) ${some(3)}${personal}`,
      `what is (?:the|a good|his|her) ${some(2)}${identifying}`,
      'may i (?:know|ask)',
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
      'i (?:can|could|will|am going to|have|would) (?:go ahead|gone ahead|book|block|send|refund|cancel|transfer|connect|register|waive)',
      'i (?:can|could|will|am going to|would) (?:offer|schedule|process|freeze|open|remove|put you|have (?:someone|a))',
      'i (?:can )?see (?:here|that|you|the|two|there)',
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
      "sorry (?:to (?:hear|see)|for the|about that|for that|sir|ma'am)",
      'i am (?:so|very|really) sorry',
    ],
  },
  { name: 'understands', weight: 0.6, patterns: ['i (?:completely |totally |do )?understand'] },
  {
    name: 'tells of your things',
    weight: 1,
    timesMax: 2,
    patterns: [
      'your (?:appointment|order|policy|claim|refund|account|plan|premium|bill|vehicle|application|payment|prescription|offer|technician|trial|estimate|new)',
    ],
  },
  {
    name: 'speaks of our customers and products',
    weight: 0.8,
    timesMax: 2,
    patterns: [
      'our (?:clients|customers|members|solutions?|platform|technology|products?|services?|technicians?|specialists?)',
      'our (?:website|policy|records|warehouse)',
    ],
  },
  {
    name: 'asks after you',
    weight: 1.2,
    timesMax: 2,
    patterns: [
      '(?:do|did|are|were|have|had|would|will) you(?! have any| guys| take| accept| sell| offer| sure| able| open| still have)',
      `(?:what|when|where|which|how|who) ${some(3)}(?:are|do|did|would|were|have) you`,
      '(?:how many|how old|how much do you|which)',
      'have you got',
    ],
  },
  { name: 'speaks to sir or madam', weight: 1, patterns: ["(?:sir|ma'am|madam|mister|mrs|miss)"] },
  {
    name: 'makes an offer',
    weight: 1,
    timesMax: 2,
    patterns: [
      'would you (?:like|prefer|rather)',
      'we are (?:offering|doing|reducing|raising|open)',
      'you (?:are eligible|qualify|have been selected|have won)',
      'free of charge',
      'sign up today',
      'in your (?:area|neighborhood)',
      '(?:it is|that is|they are|it will be) (?:about |around )?[^ |]+ (?:dollars|a month|for|each)',
    ],
  },
];
