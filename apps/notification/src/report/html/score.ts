import type { ScoreView } from '../view-score.ts';
import { html, type Html } from './html-tag.ts';
import { renderBar } from './bar.ts';
import { layout, paint } from './theme.ts';

export function renderScore(score: ScoreView): Html {
  return html`<table ${layout} width="100%" ${paint({ ground: 'panel' }, 'border-radius:12px')}>
    <tr>
      <td style="padding:20px 24px 22px">
        <h2 ${paint({ text: 'soft' }, 'margin:0;font-size:14px;line-height:20px;font-weight:600')}>Your score</h2>
        ${score.value === null ? renderUnscored(score) : renderScored(score, score.value)}
      </td>
    </tr>
  </table>`;
}

function renderScored({ words, percent, tone }: ScoreView, value: string): Html {
  return html`<p style="margin:2px 0 12px;line-height:56px">
      <span ${paint({ text: 'ink' }, 'font-size:52px;font-weight:700;letter-spacing:-1px')}>${value}</span
      ><span ${paint({ text: 'soft' }, 'font-size:20px')}>/100</span>
      <span ${paint({ text: tone }, 'font-size:16px;font-weight:600;padding-left:10px;line-height:24px')}
        >${words}</span
      >
    </p>
    ${renderBar(percent, tone)}`;
}

const renderUnscored = ({ words }: ScoreView) =>
  html`<p ${paint({ text: 'ink' }, 'margin:4px 0 0;font-size:22px;line-height:30px;font-weight:700')}>Not scored</p>
    <p ${paint({ text: 'soft' }, 'margin:4px 0 0')}>${words}</p>`;
