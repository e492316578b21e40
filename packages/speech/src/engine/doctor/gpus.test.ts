import { describe, expect, test } from 'vitest';
import { parseGpus } from './gpus.ts';

describe('parseGpus', () => {
  test('reads a line for each GPU', () => {
    const output = 'NVIDIA GeForce RTX 3090, 550.54.15, 24576, 23880\nNVIDIA T4, 550.54.15, 15360, 15101\n';
    expect(parseGpus(output)).toEqual([
      { name: 'NVIDIA GeForce RTX 3090', driver: '550.54.15', totalMiB: 24576, freeMiB: 23880 },
      { name: 'NVIDIA T4', driver: '550.54.15', totalMiB: 15360, freeMiB: 15101 },
    ]);
  });

  test('reads no GPU from nothing', () => {
    expect(parseGpus('\n')).toEqual([]);
  });
});
