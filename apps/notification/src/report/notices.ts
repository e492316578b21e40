import type { ReportView } from './report-view.ts';

/** The report's own sentences, said alike in both of its parts. */
export const notices = {
  intro: 'here is what stood out in your call, and what to try in the next one.',
  flagsTitle: 'Compliance: please review',
  flags:
    'These words may break a rule. Please listen to them again, and tell your supervisor if you think that a point is wrong.',
  flagsLeftOut: (count: number) => `${count} more ${count === 1 ? 'is' : 'are'} in the call record.`,
  conversationTitle: 'How the conversation went',
  sidesUnknown: 'It is not known which words of this call were yours, so there are no figures of the two sides.',
  noStrong: ({ improve }: ReportView) =>
    improve.length === 0 ? '' : 'No area reached 85 % of its points in this call.',
  noImprove: ({ strong }: ReportView) =>
    strong.length === 0 ? '' : 'Every judged area reached 85 % of its points. Well done.',
  noTips: 'No tips for this call.',
  footer: ({ businessName, callid }: ReportView) =>
    `Sent by CallScript for ${businessName} about call ${callid}. Scores and comments are made automatically from the ` +
    'recording and can be wrong; a person decides what follows from them.',
};
