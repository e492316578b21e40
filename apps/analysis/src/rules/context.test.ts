import { describe, expect, test } from 'vitest';
import { transcribe } from '../judge/_calls.ts';
import { buildCallText, type Span } from './call-text.ts';
import { isAsked, isDenied, isReported, isSupposed } from './context.ts';
import { createMatcher } from './matcher.ts';
import { compilePattern } from './pattern.ts';

function judge(is: (call: ReturnType<typeof buildCallText>, span: Span) => boolean, text: string): boolean {
  const call = buildCallText(transcribe([['agent', text.replaceAll(/[{}]/g, '')]]));
  const phrase = compilePattern(/\{(.*)\}/.exec(text)?.[1] ?? '');
  const span = createMatcher(call).find([phrase])[0];
  if (span === undefined) throw new Error(`nothing marked in "${text}"`);
  return is(call, span);
}

describe('what is said of a phrase', () => {
  test.each([
    'i can not {guarantee approval}',
    'we never {guarantee approval}',
    'no one is {guaranteed}',
    'there is no {guarantee}',
    'i am not saying {you are approved}',
    'i can not promise {you will be approved}',
    '{approval} is not certain',
    'i am unable to {guarantee} it',
  ])('is denied: %s', (text) => expect(judge(isDenied, text)).toBe(true));

  test.each([
    'no {i guarantee approval}',
    'do not worry {you are approved}',
    'i can not lie {you are approved}',
    'i do not work for them {you are approved}',
    'it is not open but {you are approved}',
    'not only that {you are approved}',
    'it is no problem {you are approved}',
  ])('is not denied: %s', (text) => expect(judge(isDenied, text)).toBe(false));

  test.each(['is it {guaranteed}', 'so are you saying that it is {guaranteed}', 'do you think you are {guaranteed}'])(
    'is asked: %s',
    (text) => expect(judge(isAsked, text)).toBe(true),
  );

  test.each([
    'did you know it is {guaranteed}',
    'is it guaranteed yes it is surely {approved}',
    "yes ma'am we are {approved}",
  ])('is not asked: %s', (text) => expect(judge(isAsked, text)).toBe(false));

  test.each([
    'they told you it is {free}',
    'anyone who says it is {free} lies',
    'you said it was {free}',
    'the letter says it is {free}',
  ])('is reported: %s', (text) => expect(judge(isReported, text)).toBe(true));

  test.each(['i told you it is {free}', 'like we said it is {free}', 'i am telling you it is {free}'])(
    'is not reported: %s',
    (text) => expect(judge(isReported, text)).toBe(false),
  );

  test('is supposed after "if"', () => {
    expect(judge(isSupposed, 'if {you are approved} we call')).toBe(true);
    expect(judge(isSupposed, 'now {you are approved} so we call')).toBe(false);
  });
});
