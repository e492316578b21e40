import type { ReportView } from '../report-view.ts';
import { notices } from '../notices.ts';
import type { ConversationView } from '../view-conversation.ts';
import type { AreaView, BantView, FlagView } from '../view-findings.ts';
import { wrapText } from './wrap-text.ts';

const width = 78;

/** The plain part of the mail: everything that the HTML part says, in lines of at most 78 characters. */
export function renderTextReport(view: ReportView): string {
  const sections = [
    ['CALL QUALITY REPORT', ...paragraph(view.businessName)],
    paragraph(`${view.greeting} ${notices.intro}`),
    view.facts.flatMap(({ label, value }) => field(label, value)),
    [...heading(`Your score: ${view.score.short}`), ...paragraph(view.score.words)],
    ...flagSections(view),
    ...titled('Summary', view.summary === '' ? [] : paragraph(view.summary)),
    ...titled(notices.conversationTitle, view.conversation === null ? [] : conversationLines(view.conversation)),
    ...titled('Strong areas', view.strong.flatMap(area), notices.noStrong(view)),
    ...titled('Areas to improve', view.improve.flatMap(area), notices.noImprove(view)),
    ...titled('Not judged in this call', view.unjudged.flatMap(area)),
    ...titled('BANT status', view.bant.flatMap(bantLines)),
    ...titled('Coaching tips', view.tips.flatMap(bullet), notices.noTips),
    // A broken address is no address: its line may be longer than the others.
    ...(view.recordUrl === null ? [] : [[...heading('The whole call'), view.recordUrl]]),
    ['-- '],
    paragraph(notices.footer(view)),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function flagSections({ flags, flagsLeftOut }: ReportView): string[][] {
  if (flags.length === 0) return [];
  const more = flagsLeftOut === 0 ? [] : [paragraph(notices.flagsLeftOut(flagsLeftOut))];
  return [[...heading(notices.flagsTitle, '!'), ...paragraph(notices.flags)], ...flags.map(flagLines), ...more];
}

const flagLines = ({ severity, rule, moment, said, quote }: FlagView) => [
  ...wrapText(`${severity.toUpperCase()}: ${rule}, at ${moment}`, width, { first: ' ! ', rest: '   ' }),
  ...wrapText(`${said}: "${quote}"`, width, { first: '   ', rest: '   ' }),
];

const area = ({ name, points, comment, moments }: AreaView) => [
  ...bullet(`${name} (${points})${comment === '' ? '' : ` – ${comment}`}`),
  ...(moments === '' ? [] : wrapText(moments, width, { first: '   ', rest: '   ' })),
];

const conversationLines = ({ figures, deadAir }: ConversationView) => [
  ...figures.flatMap(({ label, agent, customer }) => wideField(label, `you ${agent}, customer ${customer}`)),
  ...wideField('Dead air', deadAir),
  ...(figures.length === 0 ? paragraph(notices.sidesUnknown) : []),
];

const bantLines = ({ label, status, mark, detail }: BantView) =>
  field(label, `${status} ${mark}${detail === '' ? '' : ` (${detail})`}`);

/** A section with its heading; without content its notice, and without a notice nothing at all. */
function titled(title: string, lines: string[], notice = ''): string[][] {
  const content = lines.length > 0 || notice === '' ? lines : paragraph(notice);
  return content.length === 0 ? [] : [[...heading(title), ...content]];
}

const heading = (title: string, rule = '-') => [title.toUpperCase(), rule.repeat(title.length)];
const paragraph = (text: string) => wrapText(text, width);
const bullet = (text: string) => wrapText(text, width, { first: ' • ', rest: '   ' });
const field = (label: string, value: string, indent = 12) =>
  wrapText(value, width, { first: `${label}:`.padEnd(indent), rest: ' '.repeat(indent) });
const wideField = (label: string, value: string) => field(label, value, 16);
