import type { InferenceSession } from 'onnxruntime-node';
import { ModelError } from './model-error.ts';

/** One input or output a graph must have; a dimension that is undefined may be any size or open. */
export interface TensorContract {
  readonly name: string;
  readonly types: readonly string[];
  readonly shape: readonly (number | undefined)[];
}

export interface TensorInfo {
  readonly type: string;
  /** A string is an open dimension. */
  readonly shape: readonly (number | string)[];
}

/**
 * Compares what a graph declares with what it must offer.
 *
 * @throws {ModelError} `model_contract_mismatch`, naming file, tensor and shape.
 */
export function checkTensors(
  file: string,
  declared: readonly InferenceSession.ValueMetadata[],
  contracts: readonly TensorContract[],
): Map<string, TensorInfo> {
  const found = new Map<string, TensorInfo>();
  for (const contract of contracts) {
    const tensor = declared.find((candidate) => candidate.name === contract.name);
    if (tensor?.isTensor !== true) {
      const names = declared.map((candidate) => candidate.name).join(', ');
      throw mismatch(`${file} has no tensor "${contract.name}"; it has ${names}.`);
    }
    if (!contract.types.includes(tensor.type)) {
      throw mismatch(`${file}: "${contract.name}" is ${tensor.type}, not ${contract.types.join(' or ')}.`);
    }
    if (!matchesShape(tensor.shape, contract.shape)) {
      throw mismatch(
        `${file}: "${contract.name}" has shape ${formatShape(tensor.shape)}, not ${formatShape(contract.shape)}.`,
      );
    }
    found.set(contract.name, { type: tensor.type, shape: tensor.shape });
  }
  return found;
}

/** The size of a dimension that a graph must fix. @throws {ModelError} when it is open or absent. */
export function getFixedSize(file: string, name: string, info: TensorInfo | undefined, axis: number): number {
  const size = info?.shape[axis];
  if (typeof size !== 'number') throw mismatch(`${file}: "${name}" must have a fixed size on axis ${axis}.`);
  return size;
}

function matchesShape(actual: TensorInfo['shape'], expected: TensorContract['shape']): boolean {
  if (actual.length !== expected.length) return false;
  return expected.every(
    (size, axis) => size === undefined || typeof actual[axis] === 'string' || actual[axis] === size,
  );
}

function formatShape(shape: readonly (number | string | undefined)[]): string {
  return `[${shape.map((size) => size ?? 'any').join(', ')}]`;
}

function mismatch(message: string): ModelError {
  return new ModelError('model_contract_mismatch', message);
}
