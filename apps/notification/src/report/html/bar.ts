import { html, type Html } from './html-tag.ts';
import { type Colour, layout, paint } from './theme.ts';

/** Two cells of a table: the one way to draw a bar that every mail program draws. The number beside it says the same. */
export function renderBar(percent: number, colour: Colour): Html {
  const cell = (width: number, ground: Colour, corners: string) =>
    width <= 0
      ? html``
      : html`<td
          width="${width}%"
          height="8"
          ${paint({ ground }, `height:8px;line-height:8px;font-size:1px;border-radius:${corners}`)}
        >
          &nbsp;
        </td>`;
  const isPartial = percent > 0 && percent < 100;
  return html`<table ${layout} width="100%" aria-hidden="true">
    <tr>
      ${cell(percent, colour, isPartial ? '4px 0 0 4px' : '4px')}${cell(100 - percent, 'track', isPartial ? '0 4px 4px 0' : '4px')}
    </tr>
  </table>`;
}
