import type { Speaker } from '@callscript/contracts';
import type { Turn } from './conversation.ts';
import type { Random } from './random.ts';

interface Parties {
  readonly speaker: Speaker;
  readonly listener: Speaker;
  readonly random: Random;
}

const corrections = ['no wait', 'sorry', 'i mean', 'no sorry', 'scratch that'] as const;
const restarts = ['sorry let me start over', 'wait let me start again', 'no no again'] as const;
const sideTalk = [
  'hold on my computer is a little slow today',
  'sorry could you speak up it is hard to hear you',
  'one second the page is still loading',
  'let me just open the right screen for that',
] as const;
const confirmations = ['so that is', 'let me read that back', 'i have', 'okay confirming'] as const;

/** What goes wrong when people dictate: a part is corrected, all is started over, somebody talks in between, it is read back. */
export function addTrouble(turns: readonly Turn[], groups: readonly Turn['words'][], parties: Parties): Turn[] {
  const { speaker, listener, random } = parties;
  switch (random.pick(['correction', 'restart', 'side talk', 'read back'])) {
    case 'correction':
      return correct(turns, random);
    case 'restart':
      return [{ speaker, words: [...groups.slice(0, 2).flat(), ...plain(random.pick(restarts))] }, ...turns];
    case 'side talk':
      return [
        { speaker, words: groups.slice(0, -1).flat() },
        { speaker: listener, words: plain(random.pick(sideTalk)) },
        { speaker, words: groups.slice(-1).flat() },
      ];
    default:
      return [...turns, { speaker: listener, words: [...plain(random.pick(confirmations)), ...groups.flat()] }];
  }
}

/** The last turn is said twice, the first time with two words of it in the wrong order. */
function correct(turns: readonly Turn[], random: Random): Turn[] {
  return turns.map(({ speaker, words }, i) => {
    const secret = words.filter(({ secret }) => secret !== undefined).slice(-4);
    const wrong = [...secret.slice(2), ...secret.slice(0, 2)];
    const isLast = i === turns.length - 1;
    return {
      speaker,
      words: isLast
        ? [...words.slice(0, -secret.length), ...wrong, ...plain(random.pick(corrections)), ...secret]
        : words,
    };
  });
}

function plain(text: string): Turn['words'] {
  return text.split(' ').map((word) => ({ word }));
}
