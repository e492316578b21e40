import type { Vertical } from '@callscript/contracts';
import type { Rule } from '../rule.ts';
import { debtRules } from './debt.ts';
import { generalRules } from './general.ts';
import { homeRules } from './home.ts';
import { insuranceRules } from './insurance.ts';
import { openingRules } from './opening.ts';

/** Every rule. Their order is the order in which flags of the same moment are listed. */
export const rules: readonly Rule[] = [...generalRules, ...insuranceRules, ...debtRules, ...homeRules, ...openingRules];

/** The rules of a call: the general ones and those of its vertical. */
export function rulesFor(vertical: Vertical): Rule[] {
  return rules.filter((rule) => rule.verticals === 'all' || rule.verticals.includes(vertical));
}

export function findRule(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id);
}
