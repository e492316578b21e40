import { expect, test } from 'vitest';
import { html } from './html-tag.ts';

test('escapes what is inserted, for content and for attributes', () => {
  expect(html`<p title="${'"\'>'}">${'<b>&amp;'}</p>`.toString()).toBe(
    '<p title="&quot;&#39;&gt;">&lt;b&gt;&amp;amp;</p>',
  );
});

test('keeps markup that the tag made, alone or in a list', () => {
  const items = ['a', '<'].map((item) => html`<li>${item}</li>`);
  expect(html`${items}${html`<br />`}`.toString()).toBe('<li>a</li><li>&lt;</li><br />');
});

test('shows numbers, zero included', () => {
  expect(html`${0}%`.toString()).toBe('0%');
});
