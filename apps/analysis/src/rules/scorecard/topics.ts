/** Phrases that more than one part of the scorecard listens for. */

export const agentQuestions = [
  '(what|how|when|where|who|which|why) (is|are|do|does|did|would|will|can|kind|many|much|long|often|soon|about|type|else|brings|makes|could|has|have|was|size|sort)',
  '(do|does|did|are|can|could|would|have|has|will) (you|your)',
  '(is|are) (it|there|this|that) ~4 (or|right|correct|okay)',
];

/** What the agent asks in discovery, by subject. */
export const questionsAbout = {
  need: [
    '(what|how|do|are|why|which) ~4 (need|needs|looking for|help|goal|goals|problem|problems|challenge*|issue|issues|concern*|important|brings|interested|trying to|matters|prompted|pain)',
  ],
  situation: [
    '(what|which|how|who|are|do) ~5 (using|currently|current|right now|at the moment|provider|carrier|set up|already have|today !(by))',
    'tell me ~2 (about|more)',
    '(do|are) you ~2 (have|own|rent|covered|insured|working with|happy with)',
  ],
  size: ['how (many|much|often|big|large|long|old)', '(what is|what are) (the|your) (size|volume|number|age|zip)'],
  budget: [
    '(what|how|do|is|have) ~5 (budget|spend|spending|afford|paying|invest|comfortable with)',
    '(what|how) ~3 (income|pay now|pay today|pay currently)',
  ],
  timeline: [
    '(what|when|how soon|is there|do) ~6 (timeline|time frame|timeframe|start|go live|deadline|move|decide|decision by|ready|launch|switch)',
    'when (do|would|are|will|can) you',
    'how soon',
  ],
  authority: [
    '(who|is there|are you|do you|will|does) ~5 (decision|decide|decides|involved|approve|approves|sign off|besides you|other than you|decision maker)',
    '(anyone|someone) else ~4 (involved|decide|decision|talk|need)',
    'are you the ~3 (owner|manager|home owner|homeowner|policy holder|person)',
  ],
} as const;

export const objections = [
  '(too|so|very|pretty|really|way|bit) (expensive|much|high|pricey|costly|long)',
  '(can not|could not|do not) ~1 afford',
  'not [really|very] interested',
  '(need|want|have|going) to (think|sleep|talk|check|speak|discuss|ask|look)',
  'think about it',
  '(already have|under contract|happy with|satisfied with|with another)',
  'not (sure|ready|convinced|comfortable|right now|at this time)',
  '(cheaper|better (price|deal|offer|rate)|competitor*)',
  'how did you get ~1 (number|name|information)',
  '(is|sounds like) (this|it|that|like) ~1 scam',
  '(do not|does not) (need|want|have (time|the time|the money|budget))',
  'no (budget|money|time)',
  '(worried|concerned|concern) ~1 (about|that|is)',
];

export const troubles = [
  '(lost|losing) my (job|insurance|coverage|house|home|income|phone|wife|husband|father|mother|card)',
  '(a|the|this|that|my|our|have|had|some|another|bad|big|same|technical|billing) ~1 (problem|problems|issue|issues|trouble|complaint|error)',
  '(charged|billed) ~3 (twice|again|wrong|extra|too much|double)',
  '(not|stopped|does not|is not) (working|work|received|arrived|resolved|happy)',
  '(broken|broke|damaged|leaking|leak|dropped calls|down|delayed|late) !(payment)',
  '(frustrat*|upset|angry|annoyed|disappointed|confused|worried|scared|stressed|terrible|horrible|ridiculous)',
  '(sick|hospital|surgery|passed away|died|divorce*|laid off|unemployed|struggling|hard time|accident|disabled)',
  '(want|need|get|like) ~2 (refund|cancel)',
  '(can not|could not) afford',
  '(is|this is) ~1 scam',
];

export const nextSteps = [
  '(i|we) will ~1 (send|call|email|mail|text|follow up|schedule|process|submit|remove|get back|reach out|set up|book|ship|update|transfer|note|take)',
  '(can|shall|should|let us|could) ~1 (schedule|set up|book|arrange|meet|plan)',
  '(appointment|demo|meeting|visit|installation|call) ~3 (confirmed|booked|scheduled|set) ~1 (for|on|at)',
  '(appointment|demo|meeting|visit|technician|adviser|advisor) ~3 (@day|at #)',
  '(call|see|talk to|speak to|speak with|meet) you ~2 (on|at|@day|#)',
  'next step*',
];

export const amounts = ['# ~3 @money', '# (a|per) (month|year|week|user|seat|person|visit)'];

export const hedges = [
  'i do not know',
  'i am not [really|quite|too] sure',
  '(not|no) [really] (sure|idea|certain)',
  'i [do not] (guess|think) so',
  'i have no idea',
  '(maybe|perhaps) !(you|we|i could|i can)',
];
