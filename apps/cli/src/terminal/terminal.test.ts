import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { createTerminal } from './terminal.ts';

function createStreams() {
  return { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
}

describe('createTerminal', () => {
  test('writes inert lines, whatever a command prints', () => {
    const streams = createStreams();
    const terminal = createTerminal(streams);
    terminal.print('one\u001b[2J', 'two\nlines');
    terminal.complain('three\u009b31m');
    expect(String(streams.stdout.read())).toBe('one\ntwo lines\n');
    expect(String(streams.stderr.read())).toBe('three\n');
  });

  test('reads a character that arrives in two pieces', async () => {
    const streams = createStreams();
    const [first, second] = [Buffer.from('é').subarray(0, 1), Buffer.from('é').subarray(1)];
    streams.stdin.write(first);
    streams.stdin.end(second);
    expect(await createTerminal(streams).readInput(100)).toBe('é');
  });

  test('stops reading input that has no end', async () => {
    const streams = createStreams();
    streams.stdin.write('y'.repeat(200));
    expect((await createTerminal(streams).readInput(100)).length).toBeGreaterThan(100);
  });
});
