import type { RedactionKind, Speaker } from '@callscript/contracts';
import { toConversation, turn, type Conversation, type Turn } from './conversation.ts';
import { Random } from './random.ts';
import { saySecret } from './secrets.ts';
import { surroundings, templates } from './templates.ts';
import { addTrouble } from './trouble.ts';

type SecretKind = Exclude<RedactionKind, 'digits'>;

export interface PositiveOptions {
  readonly set: 'development' | 'heldOut';
  readonly count: number;
  readonly seed: number;
  /** People correct themselves, start over, are interrupted and read back; nobody knows who speaks. */
  readonly isHard?: boolean;
}

export const secretKinds = Object.keys(templates) as [SecretKind, ...SecretKind[]];

const fillers = ['uh', 'um', 'and then', 'then', 'okay'] as const;
const replies = ['okay', 'uh huh', 'got it', 'go ahead', 'yes'] as const;

/** Calls in which one secret comes up. In every third, or every second hard one, recognition gets digits wrong. */
export function makePositives(kind: SecretKind, { set, count, seed, isHard = false }: PositiveOptions): Conversation[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => {
    const template = templates[kind][set][i % templates[kind][set].length] ?? '';
    const groups = saySecret(kind, random, isHard ? i % 2 === 1 : i % 3 === 2);
    const turns = template.split('|').flatMap((line) => fillIn(line.trim(), kind, groups, { random, isHard }));
    const all = [
      ...random.pick(surroundings.before).split('|').map(turn),
      ...turns,
      ...random.pick(surroundings.after).split('|').map(turn),
    ];
    const isOneVoice = isHard && random.isTrue(0.25);
    return toConversation(isOneVoice ? all.map(({ words }): Turn => ({ speaker: 'unknown', words })) : all);
  });
}

interface Manner {
  readonly random: Random;
  readonly isHard: boolean;
}

function fillIn(line: string, kind: SecretKind, groups: readonly string[][], { random, isHard }: Manner): Turn[] {
  const { speaker, words } = turn(line);
  const at = words.findIndex(({ word }) => word === '#');
  if (at === -1) return [{ speaker, words }];
  const said = groups.map((group) => group.map((word) => ({ word, secret: kind })));
  const listener = speaker === 'agent' ? 'customer' : 'agent';
  const spoken =
    groups.length > 2 && random.isTrue(0.3)
      ? sayByTurns(said, speaker, listener, random)
      : [{ speaker, words: said.flatMap((group, i) => [...(i === 0 ? [] : sayFiller(random)), ...group]) }];
  const troubled = isHard && groups.length > 1 ? addTrouble(spoken, said, { speaker, listener, random }) : spoken;
  return surround(troubled, words.slice(0, at), words.slice(at + 1));
}

function sayFiller(random: Random): Turn['words'] {
  return random.isTrue(0.25) ? plain(random.pick(fillers)) : [];
}

/** Group by group, with a word of the listener in between, who may repeat what was said. */
function sayByTurns(groups: readonly Turn['words'][], speaker: Speaker, listener: Speaker, random: Random): Turn[] {
  const doesRepeat = random.isTrue(0.5);
  return groups.flatMap((group, i): Turn[] => {
    const said = { speaker, words: [...(i === 0 ? [] : sayFiller(random)), ...group] };
    const reply = { speaker: listener, words: [...plain(random.pick(replies)), ...(doesRepeat ? group : [])] };
    return i === groups.length - 1 ? [said] : [said, reply];
  });
}

/** The words before the secret go with its first turn, those after it with the last. */
function surround(turns: readonly Turn[], before: Turn['words'], after: Turn['words']): Turn[] {
  return turns.map(({ speaker, words }, i) => ({
    speaker,
    words: [...(i === 0 ? before : []), ...words, ...(i === turns.length - 1 ? after : [])],
  }));
}

function plain(text: string): Turn['words'] {
  return text.split(' ').map((word) => ({ word }));
}
