import type { Vertical } from '@callscript/contracts';

/** Names that people give to campaigns and groups, in the order they are tried. */
const namePatterns: readonly (readonly [RegExp, Vertical])[] = [
  [/\b(aca|obamacare|marketplace|health\s*(insurance|plans?))\b/i, 'aca'],
  [/\bmedicare\b/i, 'medicare'],
  [/\bauto\s*(insurance|quote)/i, 'auto_insurance'],
  [/\bsolar\b/i, 'solar'],
  [/\b(home\s*services?|roofing|plumbing|hvac|windows)\b/i, 'home_services'],
  [/\bdebt\s*(relief|settlement|consolidation)/i, 'debt'],
  [/\b(collections?|recovery)\b/i, 'collections'],
];

/** The vertical whose rules judge a call: what the business says, else what the group's name says, else `general`. */
export function chooseVertical(configured: Vertical, groupName: string | null): Vertical {
  if (configured !== 'general' || groupName === null) return configured;
  return namePatterns.find(([pattern]) => pattern.test(groupName))?.[1] ?? 'general';
}
