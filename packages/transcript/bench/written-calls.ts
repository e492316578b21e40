import { readFile } from 'node:fs/promises';
import type { Speaker, Voice, Word } from '@callscript/contracts';
import type { RolesContext } from '../src/roles/assign-roles.ts';

/** A call whose voices are told apart and whose roles are known. */
export interface LabelledCall {
  readonly name: string;
  readonly context: Omit<RolesContext, 'separation' | 'agentChannel'>;
  readonly voices: readonly Voice[];
  readonly truth: readonly Speaker[];
}

const secondsPerWord = 0.35;
const secondsBetweenTurns = 0.4;
/** A and B are agents, C and D customers. */
const roleOf: Record<string, Speaker> = { A: 'agent', B: 'agent', C: 'customer', D: 'customer' };

/**
 * Calls as `calls/*.txt` has them, apart by empty lines: `# direction | agent | business` and then `A: what the agent says`,
 * `C: what the customer says`.
 */
export async function readWrittenCalls(file: string): Promise<LabelledCall[]> {
  const text = await readFile(new URL(`calls/${file}`, import.meta.url), 'utf8');
  return text.trim().split(/\n\n+/).map(parseCall);
}

function parseCall(block: string): LabelledCall {
  const [head = '', ...turns] = block.split('\n');
  const [direction, agentName, businessName] = head.replace(/^# /, '').split(' | ');
  const words = new Map<string, Word[]>();
  let at = 0;
  for (const [label, said] of turns.map((turn) => turn.split(': ') as [string, string])) {
    const own = words.get(label) ?? [];
    words.set(label, own);
    for (const word of said.split(' ')) {
      own.push({ word, start: at, end: at + secondsPerWord });
      at += secondsPerWord;
    }
    at += secondsBetweenTurns;
  }
  return {
    name: `${businessName}: ${turns[0]?.slice(3, 40)}`,
    context: {
      direction: direction === 'inbound' || direction === 'outbound' ? direction : null,
      agentName: agentName === 'null' ? null : (agentName ?? null),
      businessName: businessName ?? '',
    },
    voices: [...words.values()].map((own) => ({ channel: null, words: own })),
    truth: [...words.keys()].map((label) => roleOf[label] ?? 'unknown'),
  };
}
