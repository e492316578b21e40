import { renderHtmlReport } from './html/html-report.ts';
import type { CoachingReportInput } from './report-input.ts';
import { viewReport } from './report-view.ts';
import { renderTextReport } from './text/text-report.ts';

export type { CoachingReportInput } from './report-input.ts';

export interface CoachingReport {
  subject: string;
  html: string;
  text: string;
}

/**
 * The coaching report of one call as an email. Every word of it that came from the call, its people or a judge is taken
 * for hostile.
 * @throws RangeError on a time zone that does not exist
 */
export function buildCoachingReport(input: CoachingReportInput): CoachingReport {
  const view = viewReport(input);
  return { subject: view.subject, html: renderHtmlReport(view), text: renderTextReport(view) };
}
