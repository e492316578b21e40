import { notices } from '../notices.ts';
import type { ReportView } from '../report-view.ts';
import type { AreaView, BantView, FlagView } from '../view-findings.ts';
import { html, type Html, nothing } from './html-tag.ts';
import { layout, paint } from './theme.ts';

export const renderFacts = (facts: ReportView['facts']) =>
  html`<table cellpadding="0" cellspacing="0" border="0" style="margin:16px 0 0">
    ${facts.map(
      ({ label, value }) =>
        html`<tr>
          <th
            scope="row"
            align="left"
            ${paint({ text: 'soft' }, 'padding:2px 20px 2px 0;font-weight:400;white-space:nowrap;vertical-align:top')}
          >
            ${label}
          </th>
          <td ${paint({ text: 'ink' }, 'padding:2px 0;font-weight:600')}>${value}</td>
        </tr>`,
    )}
  </table>`;

export function renderFlags({ flags, flagsLeftOut }: ReportView): Html {
  if (flags.length === 0) return nothing;
  return html`<table ${layout} width="100%" style="margin:24px 0 0">
    <tr>
      <td
        ${paint({ ground: 'poorGround', border: 'poor' }, 'padding:18px 20px 20px;border-left-width:4px;border-left-style:solid;border-radius:4px 12px 12px 4px')}
      >
        <h2 ${paint({ text: 'poor' }, 'margin:0;font-size:18px;line-height:26px;font-weight:700')}>
          <span aria-hidden="true">&#9888;&#65038;</span> ${notices.flagsTitle}
        </h2>
        <p ${paint({ text: 'ink' }, 'margin:6px 0 0')}>${notices.flags}</p>
        ${flags.map(renderFlag)}
        ${flagsLeftOut === 0 ? nothing : html`<p ${paint({ text: 'ink' }, 'margin:16px 0 0')}>${notices.flagsLeftOut(flagsLeftOut)}</p>`}
      </td>
    </tr>
  </table>`;
}

const renderFlag = ({ rule, severity, moment, said, quote }: FlagView) =>
  html`<h3 ${paint({ text: 'ink' }, 'margin:16px 0 0;font-size:16px;line-height:24px;font-weight:700')}>${rule}</h3>
    <p ${paint({ text: 'soft' }, 'margin:0;font-size:14px;line-height:22px')}>
      <strong ${paint({ text: 'poor' })}>${severity}</strong> · at ${moment} · ${said}:
    </p>
    <p ${paint({ text: 'ink' }, 'margin:2px 0 0;word-break:break-word')}>“${quote}”</p>`;

/** A section with its heading; without content its notice, and without a notice nothing at all. */
export function renderSection(title: string, items: readonly Html[], notice = ''): Html {
  if (items.length === 0 && notice === '') return nothing;
  return html`<h2
      ${paint({ text: 'ink', border: 'line' }, 'margin:28px 0 0;padding:22px 0 0;border-top-width:1px;border-top-style:solid;font-size:18px;line-height:26px;font-weight:700')}
    >
      ${title}
    </h2>
    ${items.length > 0 ? items : renderParagraph(notice)}`;
}

export const renderParagraph = (text: string) =>
  html`<p ${paint({ text: 'ink' }, 'margin:8px 0 0;word-break:break-word')}>${text}</p>`;

export function renderArea(tone: 'good' | 'fair' | 'soft'): (area: AreaView) => Html {
  return ({ name, points, comment, moments }) =>
    html`<table ${layout} width="100%" style="margin:12px 0 0">
        <tr>
          <td style="vertical-align:top">
            <h3 ${paint({ text: 'ink' }, 'margin:0;font-size:16px;line-height:24px;font-weight:600')}>${name}</h3>
          </td>
          <td
            align="right"
            ${paint({ text: tone }, 'vertical-align:top;padding-left:16px;font-weight:700;white-space:nowrap')}
          >
            ${points}
          </td>
        </tr>
      </table>
      ${comment === '' ? nothing : html`<p ${paint({ text: 'ink' }, 'margin:2px 0 0;word-break:break-word')}>${comment}</p>`}
      ${moments === '' ? nothing : html`<p ${paint({ text: 'soft' }, 'margin:2px 0 0;font-size:14px;line-height:22px')}>${moments}</p>`}`;
}

export const renderBant = (bant: BantView[]) =>
  html`<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:8px 0 0">
    ${bant.map(
      ({ label, met, mark, status, detail }) =>
        html`<tr>
          <th
            scope="row"
            align="left"
            width="96"
            ${paint({ text: 'soft' }, 'padding:6px 12px 6px 0;font-weight:400;vertical-align:top')}
          >
            ${label}
          </th>
          <td style="padding:6px 0;vertical-align:top;word-break:break-word">
            <strong ${paint({ text: met ? 'good' : 'fair' })}>${mark} ${status}</strong
            >${detail === '' ? nothing : html`<br /><span ${paint({ text: 'ink' })}>${detail}</span>`}
          </td>
        </tr>`,
    )}
  </table>`;

export const renderTips = (tips: string[]) =>
  tips.length === 0
    ? nothing
    : html`<ul style="margin:8px 0 0;padding:0 0 0 22px">
        ${tips.map((tip) => html`<li ${paint({ text: 'ink' }, 'margin:0 0 8px;padding-left:2px;word-break:break-word')}>${tip}</li>`)}
      </ul>`;

export const renderButton = (url: string) =>
  html`<table ${layout} style="margin:28px 0 0">
    <tr>
      <td ${paint({ ground: 'button' }, 'border-radius:8px')}>
        <a
          href="${url}"
          ${paint({ text: 'onButton' }, 'display:inline-block;padding:12px 22px;font-weight:600;text-decoration:none')}
          >Open the whole call</a
        >
      </td>
    </tr>
  </table>`;
