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

/** Declared tensors by name. */
export type TensorInfos = ReadonlyMap<string, TensorInfo>;

/**
 * Compares what a graph declares with what it must offer.
 *
 * @throws {ModelError} `model_contract_mismatch`, naming file, tensor and shape.
 */
export function checkTensors(
  file: string,
  declared: readonly InferenceSession.ValueMetadata[],
  contracts: readonly TensorContract[],
): TensorInfos {
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

/** The size of a dimension, undefined when it is open. */
export function findFixedSize(tensors: TensorInfos, name: string, axis: number): number | undefined {
  const size = tensors.get(name)?.shape[axis];
  return typeof size === 'number' ? size : undefined;
}

/** The size of a dimension that a graph must fix. @throws {ModelError} when it is open or absent. */
export function getFixedSize(file: string, tensors: TensorInfos, name: string, axis: number): number {
  const size = findFixedSize(tensors, name, axis);
  if (size === undefined) throw mismatch(`${file}: "${name}" must have a fixed size on axis ${axis}.`);
  return size;
}

/** The type of a tensor that was checked to have one of `types`. */
export function getType<Type extends string>(tensors: TensorInfos, name: string, types: readonly Type[]): Type {
  const found = types.find((type) => type === tensors.get(name)?.type);
  if (found === undefined) throw new TypeError(`"${name}" was not checked to be ${types.join(' or ')}.`);
  return found;
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
