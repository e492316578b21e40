interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

/**
 * Counts tests in vitest's JSON report. What fails outside a test counts as well, so that a failed run never counts
 * zero failures: a file that could not be loaded or set up, an unhandled error, a run that ended without a report.
 */
export function countTests(report: string | undefined, hasVitestPassed: boolean): { passed: number; failed: number } {
  if (report === undefined) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(report) as VitestReport;
  const brokenFiles = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = numFailedTests + brokenFiles.length;
  return { passed: numPassedTests, failed: failed === 0 && !hasVitestPassed ? 1 : failed };
}
