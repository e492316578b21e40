import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ModelError } from '../recognition/model-error.ts';
import { windowSamples } from './frames.ts';
import { featureHopSamples } from './kaldi-fbank.ts';

/** What belongs to the models rather than to the call. */
export interface DiarizationConfig {
  /** Distance up to which two voices are one speaker, 0 to 2. */
  readonly clusteringThreshold: number;
  /** Local voices (one a window) that make a speaker. */
  readonly minClusterSize: number;
  /** Share of a window that a voice must have to itself to count when speakers are sought; others only find theirs. */
  readonly minActiveRatio: number;
  /** Samples from one window to the next. */
  readonly hopSamples: number;
}

/** pyannote/speaker-diarization-3.1 with its published models. */
const referenceEntries = {
  clustering_threshold: 0.7045654963945799,
  min_cluster_size: 12,
  /** Any activity counts; pyannote 4 asks for 0.2. */
  min_active_ratio: 0,
  /** Of the window's length. */
  segmentation_step: 0.1,
};

type Entries = typeof referenceEntries;

export const referenceConfig: DiarizationConfig = interpret(referenceEntries);

/**
 * `config.json` of a model folder; what it leaves out, or all where there is none, is as in the reference.
 *
 * @throws {ModelError} `model_file_invalid`
 */
export async function readDiarizationConfig(directory: string): Promise<DiarizationConfig> {
  let text: string;
  try {
    text = await readFile(path.join(directory, 'config.json'), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return referenceConfig;
    throw error;
  }
  return parseDiarizationConfig(text);
}

/** @throws {ModelError} `model_file_invalid` */
export function parseDiarizationConfig(text: string): DiarizationConfig {
  const entries: Entries = { ...referenceEntries, ...parseNumbers(text) };
  const config = interpret(entries);
  check(entries.clustering_threshold > 0 && entries.clustering_threshold <= 2, 'clustering_threshold', '0 to 2');
  check(
    Number.isInteger(config.minClusterSize) && config.minClusterSize > 0,
    'min_cluster_size',
    'a positive whole number',
  );
  check(entries.min_active_ratio >= 0 && entries.min_active_ratio < 1, 'min_active_ratio', '0 to 1');
  check(config.hopSamples > 0 && config.hopSamples <= windowSamples, 'segmentation_step', 'more than 0 and at most 1');
  return config;
}

function interpret(entries: Entries): DiarizationConfig {
  return {
    clusteringThreshold: entries.clustering_threshold,
    minClusterSize: entries.min_cluster_size,
    minActiveRatio: entries.min_active_ratio,
    // Whole feature frames, so that windows share them.
    hopSamples: Math.round((entries.segmentation_step * windowSamples) / featureHopSamples) * featureHopSamples,
  };
}

function parseNumbers(text: string): Partial<Entries> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ModelError('model_file_invalid', 'config.json is not JSON.', { cause: error });
  }
  if (typeof value !== 'object' || value === null) {
    throw new ModelError('model_file_invalid', 'config.json must be an object.');
  }
  const numbers: Partial<Entries> = {};
  for (const name of Object.keys(referenceEntries) as (keyof Entries)[]) {
    const entry: unknown = (value as Record<string, unknown>)[name];
    if (entry === undefined) continue;
    check(typeof entry === 'number', name, 'a number');
    numbers[name] = entry as number;
  }
  return numbers;
}

function check(holds: boolean, name: string, expectation: string): void {
  if (!holds) throw new ModelError('model_file_invalid', `config.json: ${name} must be ${expectation}.`);
}
