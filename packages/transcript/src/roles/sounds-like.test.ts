import { describe, expect, test } from 'vitest';
import { createNameMarker } from './known-names.ts';
import { soundsLike } from './sounds-like.ts';

describe('soundsLike', () => {
  test.each([
    ['jams', 'james'],
    ['marea', 'maria'],
    ['prea', 'priya'],
    ['nickel', 'nikhil'],
    ['steven', 'stephen'],
    ['kathrin', 'catherine'],
  ])('%s may be %s', (heard, name) => expect(soundsLike(heard, name)).toBe(true));

  test.each([
    ['more', 'maria'],
    ['made', 'maria'],
    ['can', 'ken'],
    ['will', 'bill'],
    ['the', 'theo'],
    ['daniel', 'danielle jr'],
  ])('%s is not %s', (heard, name) => expect(soundsLike(heard, name)).toBe(false));
});

describe('createNameMarker', () => {
  const mark = (text: string, agent: string | null, business: string) =>
    createNameMarker(agent, business)(text.split(' ')).join(' ');

  test('finds names however many words they are heard as', () => {
    expect(mark('this is greg hanson from true north', 'Greg Hanson', 'TrueNorth Financial')).toBe(
      'this is @agent from @business',
    );
    expect(mark('thanks for calling blue bird calling', null, 'Bluebird Calling Pvt. Ltd.')).toBe(
      'thanks for calling @business',
    );
    expect(mark('this is hdx how are you', null, 'HDX')).toBe('this is @business how are you');
    expect(mark('atlas here', null, 'Atlas Software')).toBe('@business here');
  });

  test('takes no common word for the name of a business', () => {
    expect(mark('the red one and the blue one', null, 'The Red Door')).toBe('the red one and the blue one');
    expect(mark('my name is ann', 'A B', '')).toBe('my name is ann');
  });
});
