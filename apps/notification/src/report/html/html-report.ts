import { notices } from '../notices.ts';
import type { ReportView } from '../report-view.ts';
import { renderConversation } from './conversation.ts';
import { renderDocument } from './document.ts';
import { html, nothing } from './html-tag.ts';
import { renderScore } from './score.ts';
import {
  renderArea,
  renderBant,
  renderButton,
  renderFacts,
  renderFlags,
  renderParagraph,
  renderSection,
  renderTips,
} from './sections.ts';
import { layout, paint } from './theme.ts';

/** The HTML part of the mail. It loads nothing from anywhere: no images, fonts or scripts. */
export function renderHtmlReport(view: ReportView): string {
  const body = html`<table ${layout} width="100%" ${paint({ ground: 'card' }, 'border-radius:16px', 'card')}>
      <tr>
        <td class="pad" style="padding:32px 36px 36px">
          <p ${paint({ text: 'soft' }, 'margin:0;font-size:14px;line-height:20px')}>${view.businessName}</p>
          <h1 ${paint({ text: 'ink' }, 'margin:2px 0 0;font-size:26px;line-height:34px;font-weight:700')}>
            Call quality report
          </h1>
          <p ${paint({ text: 'ink' }, 'margin:14px 0 0')}>${view.greeting} ${notices.intro}</p>
          ${renderFacts(view.facts)}
          <div style="height:22px;line-height:22px;font-size:1px">&nbsp;</div>
          ${renderScore(view.score)} ${renderFlags(view)}
          ${renderSection('Summary', view.summary === '' ? [] : [renderParagraph(view.summary)])}
          ${renderSection(notices.conversationTitle, view.conversation === null ? [] : [renderConversation(view.conversation)])}
          ${renderSection('Strong areas', view.strong.map(renderArea('good')), notices.noStrong(view))}
          ${renderSection('Areas to improve', view.improve.map(renderArea('fair')), notices.noImprove(view))}
          ${renderSection('Not judged in this call', view.unjudged.map(renderArea('soft')))}
          ${renderSection('BANT status', [renderBant(view.bant)])}
          ${renderSection('Coaching tips', view.tips.length === 0 ? [] : [renderTips(view.tips)], notices.noTips)}
          ${view.recordUrl === null ? nothing : renderButton(view.recordUrl)}
        </td>
      </tr>
    </table>
    <p ${paint({ text: 'soft' }, 'margin:0;padding:18px 36px 24px;font-size:13px;line-height:20px', 'pad')}>
      ${notices.footer(view)}
    </p>`;
  return renderDocument({ title: view.subject, preheader: view.preheader, body });
}
