import { Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { createFloatTensor, createIntegerTensor, readFloats } from './graph-tensors.ts';

describe('createFloatTensor', () => {
  test('keeps float32 where it lies', () => {
    const values = Float32Array.of(1, 2);
    const tensor = createFloatTensor('float32', values, [2]);
    expect(tensor.data).toBe(values);
    expect(readFloats(tensor)).toBe(values);
  });

  test('writes float16 as bits', () => {
    // Sign, 5 bits of exponent, 10 bits of fraction: 1, -2, the smallest above 0, and infinity beyond 65504.
    const { type, data } = createFloatTensor('float16', Float32Array.of(1, -2, 2 ** -24, 1e6), [4]);
    expect(type).toBe('float16');
    expect(data).toEqual(Uint16Array.of(0x3c00, 0xc000, 1, 0x7c00));
  });
});

describe('readFloats', () => {
  test('reads every half-precision number', () => {
    const bits = Uint16Array.from({ length: 2 ** 16 }, (_, i) => i).subarray(1);
    // Like the outputs of onnxruntime it carries a Float16Array.
    const tensor = new Tensor('float16', bits, [bits.length]);
    expect(readFloats(tensor)).toEqual(Float32Array.from(new Float16Array(bits.buffer, 2)));
  });
});

describe('createIntegerTensor', () => {
  test('has the width that is asked for', () => {
    expect(createIntegerTensor('int32', [3, 1], [2, 1])).toMatchObject({ data: Int32Array.of(3, 1), dims: [2, 1] });
    expect(createIntegerTensor('int64', [3], [1])).toMatchObject({ data: BigInt64Array.of(3n), dims: [1] });
  });
});
