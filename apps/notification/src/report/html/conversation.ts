import { notices } from '../notices.ts';
import type { ConversationView, FigureView } from '../view-conversation.ts';
import { renderBar } from './bar.ts';
import { html, type Html, nothing } from './html-tag.ts';
import { paint } from './theme.ts';

/** The figures of the two sides in a table, with a bar for who spoke how much. */
export function renderConversation({ agentPercent, figures, deadAir }: ConversationView): Html {
  return html`${agentPercent === null ? nothing : html`<div style="margin:12px 0 0">${renderBar(agentPercent, 'button')}</div>`}
    <table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 0">
      ${
        figures.length === 0
          ? nothing
          : html`<tr>
              <td width="120"></td>
              ${renderHead('You')} ${renderHead('Customer')}
            </tr>`
      }
      ${figures.map(renderFigure)}
      <tr>
        ${renderLabel('Dead air')}
        <td colspan="2" ${paint({ text: 'ink' }, cell)}>${deadAir}</td>
      </tr>
    </table>
    ${figures.length === 0 ? html`<p ${paint({ text: 'soft' }, 'margin:4px 0 0;font-size:14px;line-height:22px')}>${notices.sidesUnknown}</p>` : nothing}`;
}

const cell = 'padding:3px 12px 3px 0;vertical-align:top';

const renderHead = (title: string) =>
  html`<th scope="col" align="left" ${paint({ text: 'soft' }, `${cell};font-size:14px;font-weight:600`)}>${title}</th>`;

const renderLabel = (label: string) =>
  html`<th scope="row" align="left" width="120" ${paint({ text: 'soft' }, `${cell};font-weight:400`)}>${label}</th>`;

const renderFigure = ({ label, agent, customer }: FigureView) =>
  html`<tr>
    ${renderLabel(label)}
    <td ${paint({ text: 'ink' }, `${cell};font-weight:600`)}>${agent}</td>
    <td ${paint({ text: 'ink' }, cell)}>${customer}</td>
  </tr>`;
