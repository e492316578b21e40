import { describe, expect, test } from 'vitest';
import { chooseVertical } from './choose-vertical.ts';

describe('chooseVertical', () => {
  test('takes what the business says over what the group is called', () => {
    expect(chooseVertical('solar', 'ACA Enrollment')).toBe('solar');
  });

  test.each([
    ['ACA Enrollment', 'aca'],
    ['Medicare Advantage Q4', 'medicare'],
    ['Auto Insurance Leads', 'auto_insurance'],
    ['Debt Relief West', 'debt'],
    ['Early Collections', 'collections'],
    ['Vacation Rentals', 'general'],
    ['Presales Team', 'general'],
  ] as const)('reads the group name %s as %s', (group, vertical) => {
    expect(chooseVertical('general', group)).toBe(vertical);
  });

  test('falls back to general without a group', () => {
    expect(chooseVertical('general', null)).toBe('general');
  });
});
