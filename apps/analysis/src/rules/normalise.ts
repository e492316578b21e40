/**
 * Spoken words as rules read them: lower case, no punctuation, contractions written out, so that one pattern fits what
 * every recogniser writes ("can't", "cannot", "cant" and "can not" are all `can not`).
 */

const contractions = new Map<string, string[]>(
  Object.entries({
    cannot: 'can not',
    "can't": 'can not',
    cant: 'can not',
    "won't": 'will not',
    wont: 'will not',
    "shan't": 'shall not',
    "ain't": 'is not',
    aint: 'is not',
    dont: 'do not',
    didnt: 'did not',
    doesnt: 'does not',
    isnt: 'is not',
    arent: 'are not',
    wasnt: 'was not',
    werent: 'were not',
    couldnt: 'could not',
    wouldnt: 'would not',
    shouldnt: 'should not',
    havent: 'have not',
    hasnt: 'has not',
    im: 'i am',
    ive: 'i have',
    youre: 'you are',
    youve: 'you have',
    youll: 'you will',
    theyre: 'they are',
    thats: 'that is',
    whats: 'what is',
    "let's": 'let us',
    lets: 'let us',
    gonna: 'going to',
    wanna: 'want to',
    gotta: 'got to',
    gimme: 'give me',
    ok: 'okay',
    alright: 'all right',
    'o.k': 'okay',
    "ma'am": 'madam',
    goodbye: 'good bye',
    upfront: 'up front',
    healthcare: 'health care',
    anymore: 'any more',
    preapproved: 'pre approved',
    lawsuit: 'law suit',
    '0': 'zero',
    '100': 'hundred',
    '24': 'twenty four',
    '401k': 'retirement',
  }).map(([word, written]) => [word, written.split(' ')]),
);

const suffixes: [ending: string, written: string][] = [
  ["n't", 'not'],
  ["'ll", 'will'],
  ["'re", 'are'],
  ["'ve", 'have'],
  ["'m", 'am'],
  ["'d", 'would'],
];

/** After these, `'s` is "is"; after other words it marks possession. */
const isSubjects = new Set('it that this what there here who where when how he she everything'.split(' '));

const fillers = new Set('uh um uhm umm er erm ah eh hmm hm mm mhm uhhuh'.split(' '));

/** The written-out words of one spoken word; none for fillers and bare punctuation. */
export function normaliseWord(spoken: string): string[] {
  const plain = spoken
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\u2018\u2019\u02bc`]/g, "'")
    .replaceAll(/(?<=\d),(?=\d{2})/g, '')
    .replaceAll(/[$\u20ac\u00a3\u20b9](\d[\d.]*)/g, '$1 dollars')
    .replaceAll(/(\d)%/g, '$1 percent')
    .split(/[^\p{L}\p{M}\p{N}'.:&]+/u);
  return plain.flatMap((part) => expand(part.replaceAll(/^[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+$/gu, '')));
}

function expand(word: string): string[] {
  if (word === '' || fillers.has(word)) return [];
  const written = contractions.get(word);
  if (written !== undefined) return written;
  for (const [ending, meaning] of suffixes) {
    if (word.endsWith(ending) && word.length > ending.length) return [word.slice(0, -ending.length), meaning];
  }
  if (!word.endsWith("'s")) return [word];
  const owner = word.slice(0, -2);
  return isSubjects.has(owner) ? [owner, 'is'] : [owner];
}

const numberWords = new Set(
  (
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
    'eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million'
  ).split(' '),
);

/** Whether a written-out word is a number, in words or digits. */
export function isNumber(word: string): boolean {
  return numberWords.has(word) || /^\d/.test(word);
}
