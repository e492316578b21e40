import { array, assert, constantFrom, double, property, record, string } from 'fast-check';
import { deserialize, serialize } from 'node:v8';
import { expect, test } from 'vitest';
import type { EngineMeta } from './engine-options.ts';
import { packResult, unpackResult } from './packed-result.ts';

const seconds = double({ min: 0, max: 86_400, noNaN: true });
const confidence = double({ min: 0, max: 1, noNaN: true });
const word = record(
  { word: string(), start: seconds, end: seconds, confidence },
  { requiredKeys: ['word', 'start', 'end'] },
);
const voice = record({ channel: constantFrom(0 as const, 1 as const, null), words: array(word) });

const meta: EngineMeta = {
  device: 'cpu',
  precision: 'fp32',
  container: 'wav',
  codec: 'pcm_mulaw',
  truncated: false,
  channels: 2,
  computeMs: 100,
  encoderMs: 50,
  diarizationMs: 0,
  lane: 1,
  batchMean: 1.5,
};

test('a result is the same after it went to another process', () => {
  assert(
    property(array(voice, { maxLength: 4 }), (voices) => {
      const result = { call: { durationSeconds: 12.5, language: null, separation: 'channels' as const, voices }, meta };
      expect(unpackResult(deserialize(serialize(packResult(result))))).toEqual(result);
    }),
  );
});
