import { expect, test } from 'vitest';
import { type Colour, colours, darkRules, paint } from './theme.ts';

/** WCAG 2's contrast ratio. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
      const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

test.each<[Colour, Colour[]]>([
  ['page', ['ink', 'soft']],
  ['card', ['ink', 'soft', 'good', 'fair']],
  ['panel', ['ink', 'soft', 'good', 'fair', 'poor']],
  ['poorGround', ['ink', 'soft', 'poor']],
  ['button', ['onButton']],
])('text on %s is readable in light and in dark', (ground, texts) => {
  for (const text of texts) {
    for (const mode of [0, 1] as const) {
      expect(contrast(colours[text][mode], colours[ground][mode]), `${text} ${mode}`).toBeGreaterThanOrEqual(4.5);
    }
  }
});

test('an element carries its light colours, and classes by which the dark ones replace them', () => {
  expect(paint({ text: 'ink', ground: 'card' }, 'margin:0', 'pad').toString()).toBe(
    'class="text-ink ground-card pad" style="color:#18212c;background-color:#ffffff;margin:0"',
  );
  expect(darkRules().media).toContain('.text-ink{color:#e9eef4!important}');
  expect(darkRules().outlook).toContain('[data-ogsc] .ground-card{background-color:#1a2129!important}');
});
