import { describe, expect, test } from 'vitest';
import { Turns } from './turns.ts';

describe('Turns', () => {
  test('lets as many in as there are, and the next in order when one leaves', async () => {
    const turns = new Turns(2);
    const [first] = [await turns.take(), await turns.take()];
    const entered: string[] = [];
    const later = ['third', 'fourth'].map(async (name) => {
      const turn = await turns.take();
      entered.push(name);
      return turn;
    });
    first[Symbol.dispose]();
    const third = await later[0];
    expect(entered).toEqual(['third']);
    third[Symbol.dispose]();
    await later[1];
    expect(entered).toEqual(['third', 'fourth']);
  });

  test('who gives up waiting takes no turn and no one else out of the line', async () => {
    const turns = new Turns(1);
    const first = await turns.take();
    const controller = new AbortController();
    const [leaving, staying] = [turns.take(controller.signal), turns.take()];
    controller.abort(new Error('lease lost'));
    await expect(leaving).rejects.toThrow('lease lost');
    first[Symbol.dispose]();
    await staying;
  });

  test('an abort after the turn has come changes nothing', async () => {
    const turns = new Turns(1);
    const first = await turns.take();
    const controller = new AbortController();
    const second = turns.take(controller.signal);
    const third = turns.take();
    first[Symbol.dispose]();
    controller.abort(new Error('too late'));
    (await second)[Symbol.dispose]();
    await expect(third).resolves.toBeDefined();
  });
});
