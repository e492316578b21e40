import { describe, expect, test } from 'vitest';
import {
  formatDateTime,
  formatDuration,
  formatFullDateTime,
  formatMoment,
  formatNumber,
  formatPoints,
  formatRule,
} from './format.ts';

test('formatNumber shows one decimal only where there is one', () => {
  expect([87, 81.4, 81.44, 79.96, 0, 100, 14.25].map(formatNumber)).toEqual([
    '87',
    '81.4',
    '81.4',
    '80',
    '0',
    '100',
    '14.3',
  ]);
});

test('formatPoints puts a score over its maximum', () => {
  expect(formatPoints(14.5, 15)).toBe('14.5/15');
});

test('formatDuration leaves out leading units and pads the following ones', () => {
  expect([0, 9, 59.6, 74, 1016, 3600, 3725].map(formatDuration)).toEqual([
    '0s',
    '9s',
    '1m 00s',
    '1m 14s',
    '16m 56s',
    '1h 00m 00s',
    '1h 02m 05s',
  ]);
});

test('formatMoment names the second that is being played', () => {
  expect([0, 0.9, 134.99, 3734].map(formatMoment)).toEqual(['00:00', '00:00', '02:14', '1:02:14']);
});

test('formatRule turns an id into words', () => {
  expect(formatRule('government-impersonation')).toBe('Government impersonation');
  expect(formatRule('no_recording_notice')).toBe('No recording notice');
  expect(formatRule('')).toBe('');
});

describe('dates', () => {
  const date = new Date('2026-03-11T20:33:00Z');

  test('are those of the business, not of the server', () => {
    expect(formatDateTime(date, 'Asia/Kolkata')).toBe('12 Mar 2026, 02:03');
    expect(formatDateTime(date, 'America/New_York')).toBe('11 Mar 2026, 16:33');
    expect(formatDateTime(new Date('2026-03-11T18:30:00Z'), 'Asia/Kolkata')).toBe('12 Mar 2026, 00:00');
  });

  test('say their offset in full', () => {
    expect(formatFullDateTime(date, 'Asia/Kolkata')).toBe('Thu, 12 Mar 2026, 02:03 GMT+5:30');
  });

  test('need a time zone that exists', () => {
    expect(() => formatDateTime(date, 'Mars/Olympus')).toThrow(RangeError);
  });
});
