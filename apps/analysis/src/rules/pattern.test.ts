import { describe, expect, test } from 'vitest';
import { transcribe } from '../judge/_calls.ts';
import { buildCallText, quoteOf } from './call-text.ts';
import { createMatcher } from './matcher.ts';
import { compilePattern } from './pattern.ts';

function found(pattern: string, text: string): string[] {
  const call = buildCallText(transcribe([['agent', text]]));
  return createMatcher(call)
    .find([compilePattern(pattern)])
    .map((span) => quoteOf(call, span).quote);
}

describe('patterns', () => {
  test.each([
    ['(red|dark blue) car', 'a dark blue car and a red car', ['dark blue car', 'red car']],
    ['[very] old house', 'an old house or a very old house', ['old house', 'very old house']],
    ['pay ~2 now', 'you pay it all now', ['pay it all now']],
    ['pay ~2 now', 'you pay it all of it now', []],
    ['pay ~2 now', 'you pay. Call now', []],
    ['approv* for', 'Approved, for certain', ['Approved, for']],
    ['# dollars', 'it is 35 dollars or twenty dollars', ['35 dollars', 'twenty dollars']],
    ['plan !(advantage)', 'a plan advantage and a plan b', ['plan']],
    ['can not', "I can't, I cannot, i cant", ["can't,", 'cannot,', 'cant']],
    ['guarantee', 'i garantee it', ['garantee']],
    ['=warrant', 'the warranty', []],
    ['hundred percent', 'it is 100% done', ['100%']],
    ['zero dollars', 'It costs $0 a month', ['$0']],
    ['we go on', 'we uh go um on', ['we uh go um on']],
    ['very good', 'very very good', ['very very good']],
  ])('%s in “%s”', (pattern, text, quotes) => {
    expect(found(pattern, text)).toEqual(quotes);
  });

  test('a gap never jumps over a negation', () => {
    expect(found('you ~3 approved', 'you are surely approved')).toHaveLength(1);
    expect(found('you ~3 approved', 'you are not approved')).toEqual([]);
  });

  test('a long phrase survives one lost or one added small word', () => {
    expect(found('you will lose your benefits', 'you lose your benefits')).toHaveLength(1);
    expect(found('you will lose your benefits', 'you will all lose your benefits')).toHaveLength(1);
    expect(found('you will lose your benefits', 'you will not lose your benefits')).toEqual([]);
  });

  test('a phrase goes over the other speaker saying "okay", not over a turn', () => {
    const over = (aside: string): number => {
      const call = buildCallText(
        transcribe([
          ['agent', 'we will sue'],
          ['customer', aside],
          ['agent', 'you next week'],
        ]),
      );
      return createMatcher(call).find([compilePattern('sue you')]).length;
    };
    expect(over('okay')).toBe(1);
    expect(over('please do not do that to me')).toBe(0);
  });

  test.each(['(red|blue', 'red || blue', '@nobody', 'to-day', '[]'])('"%s" is refused', (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(SyntaxError);
  });
});
