import { html, type Html } from './html-tag.ts';

/**
 * Colours as [light, dark]. The light ones stand in the elements, as some programs read no style sheet; a style sheet
 * puts the dark ones over them where dark mode is on. Every text colour has a contrast of 4.5 or more on its ground.
 */
export const colours = {
  page: ['#eef1f5', '#0f141a'],
  card: ['#ffffff', '#1a2129'],
  panel: ['#f3f5f8', '#242d37'],
  line: ['#dde3ea', '#323d49'],
  ink: ['#18212c', '#e9eef4'],
  soft: ['#546172', '#a6b3c1'],
  button: ['#0b57c2', '#1f6fe0'],
  onButton: ['#ffffff', '#ffffff'],
  good: ['#14683a', '#70d49c'],
  fair: ['#855000', '#f2bd60'],
  poor: ['#ac2219', '#ff9d94'],
  poorGround: ['#fdecea', '#3b1d1b'],
  track: ['#dde3ea', '#323d49'],
} as const satisfies Record<string, readonly [light: string, dark: string]>;
export type Colour = keyof typeof colours;

const properties = { text: 'color', ground: 'background-color', border: 'border-color' } as const;
type Paint = Partial<Record<keyof typeof properties, Colour>>;

/** The attributes of a table that only arranges: screen readers pass over it. */
export const layout = html`role="presentation" cellpadding="0" cellspacing="0" border="0"`;

/** The class and style attributes of an element: its colours, any other declarations, and classes of the style sheet. */
export function paint(colouring: Paint, declarations = '', sheetClass = ''): Html {
  const painted = Object.entries(colouring) as [keyof typeof properties, Colour][];
  const classes = painted.map(([part, colour]) => className(part, colour));
  const styles = painted.map(([part, colour]) => `${properties[part]}:${colours[colour][0]}`);
  return html`class="${[...classes, sheetClass].join(' ').trim()}" style="${[...styles, declarations].join(';')}"`;
}

/** Outlook.com marks dark mode on an element of its own and drops the media query, so each rule is given twice. */
export function darkRules(): { media: string; outlook: string } {
  const rules = (Object.keys(properties) as (keyof typeof properties)[]).flatMap((part) =>
    (Object.keys(colours) as Colour[]).map((colour) => ({
      selector: `.${className(part, colour)}`,
      declaration: `{${properties[part]}:${colours[colour][1]}!important}`,
    })),
  );
  return {
    media: rules.map(({ selector, declaration }) => selector + declaration).join(''),
    outlook: rules.map(({ selector, declaration }) => `[data-ogsc] ${selector}${declaration}`).join(''),
  };
}

const className = (part: string, colour: Colour) => `${part}-${colour}`;
