import type { Rule } from '../rule.ts';

/** Rules of selling to a home. */
export const homeRules: readonly Rule[] = [
  {
    kind: 'said',
    id: 'utility-impersonation',
    text: 'Never claim to be, or to act for, the utility company.',
    severity: 'high',
    verticals: ['solar', 'home_services'],
    counts: "Saying that the call comes from, or is made for, the customer's utility.",
    doesNotCount: 'Saying that there is no such connection; asking who the utility is.',
    advice: 'say the name of your own company, and that it is not the utility',
    patterns: [
      '(calling|call|here|am|are|is) ~2 (from|with) (the|your|our) [local] (utility|electric|electricity|power|gas|light|water|energy) [and light|and gas] (company|department|provider)',
      '(on behalf of|part of|partner* with|contracted (by|with)|work* (with|for)|sent by) (the|your) [local] (utility|electric|electricity|power|gas|energy|water) (company|department|provider)',
    ],
  },
];
