/** Words that may stand between the digits of one number: fillers, what a listener says, corrections, how to go on. */
export const bridgeWords: ReadonlySet<string> = new Set(
  (
    'uh um uhm er erm ah hmm hm mm mhm mm-hmm mm-hm uh-huh huh and then so okay ok k yes yeah yep yup yah ya right alright sure ' +
    'got it gotcha go ahead on continue keep going next please sir madam maam thank thanks you perfect great good fine well ' +
    'no wait sorry actually correction i mean scratch that again repeat start over let me see was is the like followed by ' +
    'space dash hyphen double triple slash pause comma all correct exactly listening rest now ' +
    "ma'am it's that's i'm its haan ji theek hai thik phir aur uske baad accha acha achha nahi hello"
  ).split(' '),
);

/** After one of these, what was said last is said anew. */
export const correctionWords: ReadonlySet<string> = new Set([
  'no',
  'wait',
  'sorry',
  'actually',
  'correction',
  'mean',
  'scratch',
  'nahi',
]);

/** So many words between two parts of a number, and so long. */
export const maxBridgeWords = 12;
export const maxBridgeSeconds = 20;
