import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { ModelError } from '../recognition/model-error.ts';
import { parseDiarizationConfig, readDiarizationConfig, referenceConfig } from './diarization-config.ts';

describe('parseDiarizationConfig', () => {
  test('what is left out is as in the reference', () => {
    expect(referenceConfig).toEqual({
      clusteringThreshold: 0.7045654963945799,
      minClusterSize: 12,
      minActiveRatio: 0,
      hopSamples: 16_000,
    });
    expect(parseDiarizationConfig('{}')).toEqual(referenceConfig);
    expect(parseDiarizationConfig('{"clustering_threshold": 0.9, "min_cluster_size": 5, "other": "x"}')).toEqual({
      clusteringThreshold: 0.9,
      minClusterSize: 5,
      minActiveRatio: 0,
      hopSamples: 16_000,
    });
  });

  test('a step becomes a whole number of feature frames', () => {
    expect(parseDiarizationConfig('{"segmentation_step": 0.25}').hopSamples).toBe(40_000);
    expect(parseDiarizationConfig('{"segmentation_step": 0.12345}').hopSamples % 160).toBe(0);
  });

  test.each([
    '',
    'null',
    '{"clustering_threshold": 0}',
    '{"clustering_threshold": "0.7"}',
    '{"clustering_threshold": 2.5}',
    '{"min_cluster_size": 0}',
    '{"min_cluster_size": 1.5}',
    '{"min_active_ratio": -0.1}',
    '{"min_active_ratio": 1}',
    '{"segmentation_step": 0}',
    '{"segmentation_step": 1.5}',
  ])('refuses %j', (text) => {
    expect(() => parseDiarizationConfig(text)).toThrow(ModelError);
  });
});

describe('readDiarizationConfig', () => {
  test('a folder without the file has the reference configuration', async () => {
    expect(await readDiarizationConfig(path.join(tmpdir(), 'no-such-folder'))).toEqual(referenceConfig);
  });
});
