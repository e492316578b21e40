import type { CallText, Span } from './call-text.ts';
import { negators } from './matcher.ts';

/** A silence that ends a clause where a recogniser writes no punctuation, in seconds. */
const clausePause = 0.8;

const words = (list: string): Set<string> => new Set(list.split(' '));

const subjects = words('i we you they he she it this that everyone everybody anyone there');
const auxiliaries = words('is are am was were do does did can could will would has have should');
/** After these, a negation reaches into the clause that follows: "i can not promise you will be approved". */
const attitudes = words(
  'promise promising promised guarantee guaranteeing guaranteed guarantees say saying said tell telling told think ' +
    'mean claim claiming imply implying sure certain know believe assure assuring suggest suggesting want',
);
/** What follows "no" when it only answers: "no, you will be approved". */
const afterAnswerNo = words(
  'i we you they he she it this that these those sir madam problem worries doubt question matter no not do is are ' +
    'my your our the actually sorry thanks thank well yes absolutely because just but so and what how please of take stop remove put let',
);
/** Idioms whose "not" denies nothing of what follows: "do not worry". */
const certainties = words('doubt question fail');
const afterIdiomNot = words('worry hesitate wait forget miss delay only just kidding joking hang lie lose panic');

/** Whether what is said in the span is denied: "i can not guarantee", "no one is guaranteed", "guaranteed is not". */
export function isDenied(call: CallText, span: Span): boolean {
  return isDeniedBefore(call, span) || isDeniedAfter(call, span);
}

const negationReach = 8;

function isDeniedBefore(call: CallText, span: Span): boolean {
  const from = clauseStart(call, span.start, negationReach);
  for (let at = span.start - 1; at >= from; at -= 1) {
    const word = textAt(call, at);
    if (word === 'but' || word === 'however' || word === 'yes') return false;
    if (isNegation(call, at)) return reaches(call, at, span.start);
  }
  return false;
}

function isNegation(call: CallText, at: number): boolean {
  const word = textAt(call, at);
  const next = textAt(call, at + 1);
  if (word === 'unable') return true;
  if (word === 'without' && (certainties.has(next) || certainties.has(textAt(call, at + 2)))) return false;
  if (!negators.has(word)) return false;
  if (word === 'no') return !afterAnswerNo.has(next);
  if (word === 'not')
    return !afterIdiomNot.has(next) && textAt(call, at - 1) !== 'why' && textAt(call, at - 1) !== 'or';
  return true;
}

/** Whether a negation still holds where the match begins, or a new clause with its own subject began in between. */
function reaches(call: CallText, negation: number, start: number): boolean {
  const opensWithSubject = subjects.has(textAt(call, start));
  const last = opensWithSubject ? start : start - 1;
  let hasAttitude = false;
  let hasVerb = false;
  for (let at = negation + 1; at <= last; at += 1) {
    const word = textAt(call, at);
    if (attitudes.has(word)) hasAttitude = true;
    else if (subjects.has(word) && hasVerb) return hasAttitude;
    else if (word !== 'one' && word !== 'body') hasVerb = true;
  }
  return true;
}

function isDeniedAfter(call: CallText, span: Span): boolean {
  const sentence = call.tokens[span.end - 1]?.sentence;
  const turn = call.tokens[span.end - 1]?.turn;
  const [verb, not, next] = [0, 1, 2].map((offset) => call.tokens[span.end + offset]);
  if (verb === undefined || not === undefined || not.sentence !== sentence || not.turn !== turn) return false;
  return auxiliaries.has(verb.text) && not.text === 'not' && !subjects.has(next?.text ?? '');
}

/** After these a question states what it asks: "did you know it is free". */
const factives = words('know understand realize realise aware see');
const answers = words('yes no well because but so');

const questionLeads = words('but so or okay well yes no now then right what how why where who when which hey');

/** Whether the span is asked rather than said: "is it guaranteed", "are you saying it is free". */
export function isAsked(call: CallText, span: Span): boolean {
  const from = clauseStart(call, span.start, negationReach);
  for (let at = Math.min(span.start + 1, span.end - 1); at >= from; at -= 1) {
    const word = textAt(call, at);
    if (at < span.start && answers.has(word)) return false;
    if (!isInversion(word, textAt(call, at + 1))) continue;
    const before = at > from ? textAt(call, at - 1) : '';
    if (subjects.has(before) || before === 'and' || attitudes.has(before)) continue;
    // "The best part is that" asks nothing; "so is that" does.
    if ((word === 'is' || word === 'was') && before !== '' && !questionLeads.has(before)) continue;
    return !factives.has(textAt(call, at + 2));
  }
  return false;
}

const subjectsOf = new Map([
  ['am', words('i')],
  ['are', words('you we they there these those')],
  ['is', words('it this that he she there anyone everyone everybody anybody')],
]);

/** "Is it", "do you": the verb before its subject. "Ma'am we" is none. */
function isInversion(verb: string, next: string): boolean {
  return auxiliaries.has(verb) && (subjectsOf.get(verb) ?? subjects).has(next);
}

/** Whether the sentence around the span is written as a question; recognisers that punctuate tell. */
export function isWrittenAsQuestion(call: CallText, span: Span): boolean {
  return call.questions.has(call.tokens[span.end - 1]?.sentence ?? -1);
}

const reportingVerbs = words(
  'say says said saying tell tells told telling claim claims claimed promise promises promised hear heard think thinks thought mentioned states',
);
const others = words(
  'they he she someone somebody anyone anybody people companies others agents scammers callers ad ads commercial commercials letter mail flyer website person guy lady you',
);
const reportReach = 7;

/** Whether someone else's words are told: "they told you it is free", "anyone who says you are guaranteed". */
export function isReported(call: CallText, span: Span): boolean {
  const from = clauseStart(call, span.start, reportReach);
  for (let at = span.start - 1; at >= from; at -= 1) {
    if (!reportingVerbs.has(textAt(call, at))) continue;
    for (let subject = at - 1; subject >= Math.max(from, at - 3); subject -= 1) {
      const word = textAt(call, subject);
      if (word === 'i' || word === 'we') break;
      if (others.has(word)) return true;
    }
  }
  return false;
}

const conditions = words('if whether unless before until');

/** Whether the span is only supposed: "if you are approved". */
export function isSupposed(call: CallText, span: Span): boolean {
  const from = clauseStart(call, span.start, 2);
  for (let at = span.start - 1; at >= from; at -= 1) if (conditions.has(textAt(call, at))) return true;
  return false;
}

/** The first token of the clause a token is in, at most `reach` tokens back. */
function clauseStart(call: CallText, position: number, reach: number): number {
  const { turn, sentence } = call.tokens[position] ?? {};
  let at = position;
  while (position - at < reach) {
    const before = call.tokens[at - 1];
    if (before === undefined || before.turn !== turn || before.sentence !== sentence) break;
    if ((call.tokens[at]?.pauseBefore ?? 0) >= clausePause) break;
    at -= 1;
  }
  return at;
}

function textAt(call: CallText, position: number): string {
  return call.tokens[position]?.text ?? '';
}
