import type { RedactionKind } from '@callscript/contracts';
import { toConversation, turn, type Conversation, type Turn } from './conversation.ts';
import { Random } from './random.ts';
import { saySecret } from './secrets.ts';
import { surroundings, templates } from './templates.ts';

type SecretKind = Exclude<RedactionKind, 'digits'>;

export const secretKinds = Object.keys(templates) as [SecretKind, ...SecretKind[]];

const fillers = ['uh', 'um', 'and then', 'then', 'okay'] as const;
const replies = ['okay', 'uh huh', 'got it', 'go ahead', 'yes'] as const;

/** Calls in which one secret comes up. With noise, recognition gets digits wrong. */
export function makePositives(
  kind: SecretKind,
  set: 'development' | 'heldOut',
  count: number,
  seed: number,
): Conversation[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, i) => {
    const template = templates[kind][set][i % templates[kind][set].length] ?? '';
    const groups = saySecret(kind, random, i % 3 === 2);
    const turns = template.split('|').flatMap((line) => fillIn(line.trim(), kind, groups, random));
    return toConversation([
      ...random.pick(surroundings.before).split('|').map(turn),
      ...turns,
      ...random.pick(surroundings.after).split('|').map(turn),
    ]);
  });
}

function fillIn(line: string, kind: SecretKind, groups: readonly string[][], random: Random): Turn[] {
  const { speaker, words } = turn(line);
  const at = words.findIndex(({ word }) => word === '#');
  if (at === -1) return [{ speaker, words }];
  const before = words.slice(0, at);
  const after = words.slice(at + 1);
  const secret = (group: readonly string[]): Turn['words'] => group.map((word) => ({ word, secret: kind }));
  const filler = (): Turn['words'] =>
    random.isTrue(0.25)
      ? random
          .pick(fillers)
          .split(' ')
          .map((word) => ({ word }))
      : [];
  const listener = speaker === 'agent' ? 'customer' : 'agent';
  const isByTurns = groups.length > 2 && random.isTrue(0.3);
  if (!isByTurns) {
    const said = groups.flatMap((group, i) => [...(i === 0 ? [] : filler()), ...secret(group)]);
    return [{ speaker, words: [...before, ...said, ...after] }];
  }
  const doesRepeat = random.isTrue(0.5);
  return groups.flatMap((group, i): Turn[] => [
    { speaker, words: [...(i === 0 ? before : filler()), ...secret(group), ...(i === groups.length - 1 ? after : [])] },
    ...(i === groups.length - 1
      ? []
      : [
          {
            speaker: listener,
            words: [
              ...random
                .pick(replies)
                .split(' ')
                .map((word) => ({ word })),
              ...(doesRepeat ? secret(group) : []),
            ],
          } satisfies Turn,
        ]),
  ]);
}
