import { readFile, stat } from 'node:fs/promises';

import { describe, expect, test } from 'vitest';

import { listSampleCalls } from './index.ts';

const calls = await listSampleCalls();
const plain = (text: string) => text.replaceAll(/[,.?]/g, '');

describe('listSampleCalls', () => {
  test('names the same calls with the same ids every time', () => {
    expect(Object.fromEntries(calls.map((call) => [call.name, call.webhook.callid]))).toEqual({
      'insurance-clean': '71151000000000000202',
      'insurance-violation': '71151000000000000201',
      'presales-good': '60041000000000000101',
      'presales-weak': '60041000000000000102',
      short: '60041000000000000103',
      'support-mono': '60041000000000000105',
      'wrong-number': '60041000000000000104',
    });
  });

  test.each(calls)('$name is a telephone recording of the encoding and channels it claims', async (call) => {
    const header = await readFile(call.recordingPath);
    expect({
      formatTag: header.readUInt16LE(20),
      channels: header.readUInt16LE(22),
      sampleRateHz: header.readUInt32LE(24),
    }).toEqual({
      formatTag: { pcm16: 1, alaw: 6, ulaw: 7 }[call.encoding],
      channels: call.agentChannel === null ? 1 : 2,
      sampleRateHz: 8000,
    });
  });

  test.each(calls)('$name lasts 20 to 90 s, or less than 15 s where it is to be skipped', (call) => {
    const [least, most] = call.expected.state === 'skipped' ? [1, 14] : [20, 90];
    expect(call.durationSeconds).toBeGreaterThan(least);
    expect(call.durationSeconds).toBeLessThan(most);
  });

  test.each(calls)('$name has its turns in order, within the recording, with a little overlap at most', (call) => {
    let before = 0;
    for (const turn of call.turns) {
      expect(turn.start).toBeGreaterThan(before - 0.25);
      expect(turn.end).toBeGreaterThan(turn.start);
      before = turn.end;
    }
    expect(before).toBeLessThan(call.durationSeconds);
  });

  test.each(calls)('$name says every quote of its expected flags within one turn of that speaker', (call) => {
    const unsaid = call.expected.flags.filter(
      (flag) =>
        flag.quote !== null &&
        !call.turns.some((turn) => turn.speaker === flag.speaker && plain(turn.text).includes(flag.quote ?? '')),
    );
    expect(unsaid).toEqual([]);
  });

  test.each(calls)('$name is expected to be flagged exactly if a flag is expected', (call) => {
    expect(call.expected.verdict === 'flagged').toBe(call.expected.flags.length > 0);
  });

  test('a business has one agent channel', () => {
    const channels = new Map<string, Set<number>>();
    for (const { business, agentChannel } of calls)
      if (agentChannel !== null)
        channels.set(business.bid, (channels.get(business.bid) ?? new Set()).add(agentChannel));
    expect(Object.fromEntries(channels)).toEqual({ '6004': new Set([0]), '7115': new Set([1]) });
  });

  test('the recordings take less than 8 MB together', async () => {
    const sizes = await Promise.all(calls.map(async (call) => (await stat(call.recordingPath)).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(8_000_000);
  });
});
