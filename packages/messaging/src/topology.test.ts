import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { delayRung, delayRungs, failedQueueName, queueName, topology } from './topology.ts';

describe('delayRung', () => {
  test('is the shortest rung that waits long enough, and the longest one beyond it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2_000_000 }), (delayMs) => {
        const rung = delayRung(delayMs);
        const longEnough = delayRungs.filter((candidate) => candidate.delayMs >= delayMs);
        expect(rung).toBe(longEnough[0] ?? delayRungs.at(-1));
      }),
    );
  });

  test('keeps a delay that equals a rung', () => {
    expect(delayRung(15_000).name).toBe('pcaa.delay.15s');
    expect(delayRung(15_001).name).toBe('pcaa.delay.60s');
  });
});

describe('topology', () => {
  test('names a queue and a dead-letter queue for each stage, the spool, and the delays', () => {
    expect(topology.queues.map((queue) => queue.name)).toEqual([
      ...(['transcribe', 'recognize', 'analyze', 'notify', 'archive'] as const).flatMap((stage) => [
        queueName(stage),
        failedQueueName(stage),
      ]),
      'webhook.spool',
      ...[1, 5, 15, 60, 300, 900].map((seconds) => `pcaa.delay.${seconds}s`),
    ]);
  });

  test('gives every queue that dead-letters what at-least-once needs, and a target that exists', () => {
    const names = new Set(topology.queues.map((queue) => queue.name));
    for (const { arguments: queueArguments } of topology.queues) {
      expect(queueArguments['x-queue-type']).toBe('quorum');
      if (!('x-dead-letter-exchange' in queueArguments)) continue;
      expect(queueArguments).toMatchObject({
        'x-dead-letter-strategy': 'at-least-once',
        'x-overflow': 'reject-publish',
      });
      const target = queueArguments['x-dead-letter-routing-key'];
      expect(target === undefined || names.has(String(target))).toBe(true);
    }
  });

  test('lets a stage drop nothing: a queue without a dead-letter queue has no delivery limit that is ever reached', () => {
    for (const { arguments: queueArguments } of topology.queues) {
      if ('x-dead-letter-exchange' in queueArguments) continue;
      expect(queueArguments['x-delivery-limit']).toBeGreaterThan(1_000_000);
    }
  });
});
