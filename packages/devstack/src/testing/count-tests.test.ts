import { expect, test } from 'vitest';

import { countTests } from './count-tests.ts';

const report = (numPassedTests: number, numFailedTests: number, ...testResults: unknown[]): string =>
  JSON.stringify({ numPassedTests, numFailedTests, testResults });

test('counts tests, not files', () => {
  const file = { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] };
  expect(countTests(report(7, 2, file), false)).toEqual({ passed: 7, failed: 2 });
});

test('a file that failed without a failed test counts once', () => {
  const unloadable = { status: 'failed', assertionResults: [] };
  const setupFailed = { status: 'failed', assertionResults: [{ status: 'skipped' }] };
  expect(countTests(report(3, 0, unloadable, setupFailed), false)).toEqual({ passed: 3, failed: 2 });
});

test('a run that failed has a failure, whatever its tests say', () => {
  expect(countTests(report(3, 0), false)).toEqual({ passed: 3, failed: 1 });
  expect(countTests(undefined, false)).toEqual({ passed: 0, failed: 1 });
});

test('a run that passed has none', () => {
  expect(countTests(report(3, 0, { status: 'passed', assertionResults: [] }), true)).toEqual({ passed: 3, failed: 0 });
});
