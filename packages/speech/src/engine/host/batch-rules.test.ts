import { describe, expect, test } from 'vitest';
import { estimateBatchBytes } from './batch-memory.ts';
import { chooseBatchRules } from './batch-rules.ts';

describe('chooseBatchRules', () => {
  test('fills the memory of a GPU with rows of the longest chunk, one shape for all', () => {
    const rules = chooseBatchRules('cuda', 'fp32', undefined);
    expect(rules).toMatchObject({ maxRows: 10, fixedFrames: 3000, patienceMs: 50 });
    expect(estimateBatchBytes(rules.maxRows, 3000)).toBeLessThanOrEqual(rules.memoryBytes);
  });

  test('has one row where the memory holds not even that', () => {
    expect(chooseBatchRules('cuda', 'fp16', 2 ** 20)).toMatchObject({ maxRows: 1, fixedFrames: 3000 });
  });

  test('lets no chunk wait on a CPU, where shapes may change', () => {
    const rules = chooseBatchRules('cpu', 'fp32', undefined);
    expect(rules).toMatchObject({ patienceMs: 0 });
    expect(rules.fixedFrames).toBeUndefined();
  });

  test('keeps the chunks of int8 apart', () => {
    expect(chooseBatchRules('cpu', 'int8', 2 ** 40).maxRows).toBe(1);
  });
});

describe('estimateBatchBytes', () => {
  // Peak resident memory over the idle session, as told at the head of batch-memory.ts.
  test.each([
    [1, 300, 38],
    [8, 300, 303],
    [8, 1000, 1009],
    [1, 3000, 379],
    [4, 3000, 1656],
    [1, 6000, 775],
  ])('%i rows of %i frames: within 7 %% of the %i MiB that were measured', (rows, frames, measured) => {
    expect(Math.abs(estimateBatchBytes(rows, frames) / 2 ** 20 / measured - 1)).toBeLessThan(0.07);
  });
});
