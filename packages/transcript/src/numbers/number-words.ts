/** What number words stand for. Everything in lower case. */

const fromList = (words: string, first: number, step = 1): [string, number][] =>
  words.split(' ').map((word, i) => [word, first + i * step]);

export const digitWords: ReadonlyMap<string, number> = new Map(
  fromList('zero one two three four five six seven eight nine', 0),
);

export const teenWords: ReadonlyMap<string, number> = new Map(
  fromList('ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen', 10),
);

export const tensWords: ReadonlyMap<string, number> = new Map([
  ...fromList('twenty thirty forty fifty sixty seventy eighty ninety', 20, 10),
  ['fourty', 40],
]);

/** Scales above a hundred. */
export const scaleWords: ReadonlyMap<string, number> = new Map([
  ['thousand', 1e3],
  ['lakh', 1e5],
  ['lakhs', 1e5],
  ['lac', 1e5],
  ['million', 1e6],
  ['crore', 1e7],
  ['crores', 1e7],
  ['billion', 1e9],
]);

export const indianScales: ReadonlySet<string> = new Set(['lakh', 'lakhs', 'lac', 'crore', 'crores']);

/** In a row of digits "oh" and the letter are zero, "double five" is 55. */
export const zeroNames: ReadonlySet<string> = new Set(['oh', 'o']);
export const repeaters: ReadonlyMap<string, number> = new Map([
  ['double', 2],
  ['triple', 3],
  ['treble', 3],
]);

/** Hindi digits, in Latin and in Devanagari script. Some of the Latin ones are English words too. */
export const hindiDigits: ReadonlyMap<string, number> = new Map([
  ...fromList('shunya ek do teen char paanch chhe saat aath nau', 0),
  ...fromList('शून्य एक दो तीन चार पांच छह सात आठ नौ', 0),
  ['shoonya', 0],
  ['chaar', 4],
  ['panch', 5],
  ['paach', 5],
  ['che', 6],
  ['chah', 6],
  ['chhah', 6],
  ['sat', 7],
  ['aat', 8],
  ['no', 9],
  ['पाँच', 5],
  ['छः', 6],
  ['छे', 6],
]);

export const ambiguousHindi: ReadonlySet<string> = new Set(['do', 'teen', 'char', 'che', 'sat', 'no']);

const onesOrdinals = fromList('first second third fourth fifth sixth seventh eighth ninth', 1);

/** Days of a month as ordinals; those above twenty are two words, "twenty" and "first". */
export const ordinalWords: ReadonlyMap<string, number> = new Map([
  ...onesOrdinals,
  ...fromList(
    'tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth',
    10,
  ),
  ['thirtieth', 30],
]);

export const months: readonly string[] =
  'January February March April May June July August September October November December'.split(' ');

const monthsByWord = new Map(months.map((month) => [month.toLowerCase(), month]));

export function monthOf(word: string): string | undefined {
  return monthsByWord.get(word);
}

/** Two digits at most, as one said number: "nineteen", "forty", 0 to 99. */
export function numberBelowHundred(word: string): number | undefined {
  return digitWords.get(word) ?? teenWords.get(word) ?? tensWords.get(word);
}

const firstWords: ReadonlySet<string> = new Set([
  ...digitWords.keys(),
  ...teenWords.keys(),
  ...tensWords.keys(),
  ...scaleWords.keys(),
  ...zeroNames,
  ...repeaters.keys(),
  ...hindiDigits.keys(),
  ...ordinalWords.keys(),
  ...monthsByWord.keys(),
  'a',
  'hundred',
  'plus',
]);

/** Whether something that is written in another way may start with the word; most words are ruled out by it. */
export function mayStartNumber(word: string): boolean {
  return firstWords.has(word) || /^\d|^(twenty|thirty)-/.test(word);
}
