import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { ModelError } from './model-error.ts';
import { parseVocabulary, type Vocabulary } from './vocabulary.ts';

export type ModelPrecision = 'fp32' | 'fp16' | 'int8';

export interface ModelConfig {
  /** Mel bins the encoder reads. */
  readonly featureCount: number;
  /** Feature frames (10 ms) to one encoder frame. */
  readonly subsamplingFactor: number;
  /** Labels that may be emitted on one encoder frame. */
  readonly maxTokensPerStep: number;
}

export interface ModelFiles {
  readonly precision: ModelPrecision;
  readonly config: ModelConfig;
  readonly vocabulary: Vocabulary;
  readonly encoderPath: string;
  readonly decoderJointPath: string;
}

const graphSuffixes: Readonly<Record<ModelPrecision, string>> = {
  fp32: '.onnx',
  fp16: '.fp16.onnx',
  int8: '.int8.onnx',
};

const modelType = 'nemo-conformer-tdt';
/** What onnx-asr assumes where an export leaves the entry out. */
const defaultMaxTokensPerStep = 10;

/**
 * Reads the small files of a folder in the layout Parakeet-TDT is published in and finds the graphs of one precision.
 *
 * @throws {ModelError}
 */
export async function readModelFiles(directory: string, precision: ModelPrecision): Promise<ModelFiles> {
  const suffix = graphSuffixes[precision];
  const [config, vocabulary, encoderPath, decoderJointPath] = await Promise.all([
    readText(directory, 'config.json').then(parseModelConfig),
    readText(directory, 'vocab.txt').then(parseVocabulary),
    findFile(directory, `encoder-model${suffix}`),
    findFile(directory, `decoder_joint-model${suffix}`),
  ]);
  return { precision, config, vocabulary, encoderPath, decoderJointPath };
}

/** @throws {ModelError} `model_file_invalid` */
export function parseModelConfig(text: string): ModelConfig {
  const entries = parseJsonObject(text);
  if (entries.model_type !== modelType) {
    throw invalidConfig(`model_type is ${JSON.stringify(entries.model_type)}, not "${modelType}"`);
  }
  return {
    featureCount: readCount(entries, 'features_size'),
    subsamplingFactor: readCount(entries, 'subsampling_factor'),
    maxTokensPerStep:
      entries.max_tokens_per_step === undefined ? defaultMaxTokensPerStep : readCount(entries, 'max_tokens_per_step'),
  };
}

function parseJsonObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ModelError('model_file_invalid', 'config.json is not JSON.', { cause: error });
  }
  if (typeof value !== 'object' || value === null) throw invalidConfig('it must be an object');
  return value as Record<string, unknown>;
}

function readCount(entries: Record<string, unknown>, name: string): number {
  const value = entries[name];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    throw invalidConfig(`${name} is ${JSON.stringify(value)}, not a positive whole number`);
  }
  return value;
}

function invalidConfig(reason: string): ModelError {
  return new ModelError('model_file_invalid', `config.json: ${reason}.`);
}

async function readText(directory: string, file: string): Promise<string> {
  return readFile(await findFile(directory, file), 'utf8');
}

async function findFile(directory: string, file: string): Promise<string> {
  const filePath = path.join(directory, file);
  try {
    await access(filePath);
  } catch (error) {
    throw new ModelError('model_file_missing', `The model folder ${directory} has no readable ${file}.`, {
      cause: error,
    });
  }
  return filePath;
}
