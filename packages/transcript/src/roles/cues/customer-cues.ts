import { some, type Cue } from './cue.ts';

/** Wishes that an agent has too: "i want to make sure". */
const butAgents =
  '(?! make sure| confirm| ask| check| follow| see if| verify| let you| inform| tell| go over| offer| thank| mention)';

/** What customers have, want and refuse. */
export const customerCues: readonly Cue[] = [
  {
    name: 'has a matter',
    weight: -1.6,
    timesMax: 2,
    patterns: [
      'my(?! name| pleasure| colleague| manager| supervisor| system)',
      'i have (?:a|an|some) (?:problem|question|issue|complaint|concern|dispute)',
      'i have (?:just|been|already|done)',
      `i (?:would like|want|need|wanted|needed) to${butAgents}`,
      'i (?:would like|want|need|wanted|needed|bought|ordered|lost|got|keep|forgot|dropped|missed|found|already paid) (?:a|an|my|the|it|some|half|two|getting)',
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
      'your (?:machine|people|website|service)',
      'nobody',
      '(?:does|do|will|is|has|have|are) not (?:work|working|connect|pair|come|arrived|drain)',
      'broken|cracked|damaged|stopped (?:working|cooling)',
      'not recogni[sz]e',
    ],
  },
  {
    name: 'asks for a favour',
    weight: -1.2,
    patterns: [
      'can you (?:send|tell|help|explain|call|look) me(?! your| the| a good)',
      'can i (?:book|get|take|have a|speak|talk|please)',
      'could i (?:book|get|have a)',
      '(?:send|connect|call) me(?! at)',
      'tell me (?:more|about (?:your|it|the))',
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
      'is (?:it|that|this) (?:refundable|still)',
      'any idea when',
      'would i have to',
    ],
  },
  {
    name: 'refuses',
    weight: -2.5,
    patterns: [
      'not interested',
      '(?:take|remove) me(?: off| from|$)',
      'stop calling',
      'do not (?:call|want)',
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
      '(?:talk|check|speak) (?:to|with) (?:my|the owner|an? (?:manager|lawyer|supervisor|representative)|somebody|someone)',
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
];
