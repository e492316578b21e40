import { describe, expect, test } from 'vitest';
import { isDeviceFault, isOutOfMemory } from './runtime-errors.ts';

const shortOfMemory = [
  "Non-zero status code returned while running Conv node. Name:'/pre_encode/conv/conv.0/Conv' Status Message: Failed to allocate memory for requested buffer of size 1207959552",
  'Non-zero status code returned while running MatMul node. Status Message: /onnxruntime_src/onnxruntime/core/framework/bfc_arena.cc:376 void* onnxruntime::BFCArena::AllocateRawInternal(size_t, bool, onnxruntime::Stream*) Failed to allocate memory for requested buffer of size 33554432',
  'CUDA failure 2: out of memory ; GPU=0 ; hostname=box ; file=/onnxruntime_src/onnxruntime/core/providers/cuda/cuda_allocator.cc ; line=47 ; expr=cudaMalloc((void**)&p, size);',
  'CUBLAS failure 3: CUBLAS_STATUS_ALLOC_FAILED ; GPU=0 ; hostname=box ; expr=cublasCreate(&cublas_handle_);',
  'CUDNN failure 4: CUDNN_STATUS_ALLOC_FAILED ; GPU=0',
  'bfc_arena.cc BFCArena::Extend Available memory of 0 is smaller than requested bytes of 1048576: could not extend',
  'std::bad_alloc',
];

const faults = [
  'CUDA failure 700: an illegal memory access was encountered ; GPU=0 ; hostname=box ; expr=cudaStreamSynchronize(stream_);',
  'CUDNN failure 5000: CUDNN_STATUS_EXECUTION_FAILED ; GPU=0',
  'CUBLAS failure 14: CUBLAS_STATUS_INTERNAL_ERROR ; GPU=0',
];

describe('what onnxruntime says', () => {
  test.each(shortOfMemory)('means that memory is short: %s', (message) => {
    expect([isOutOfMemory(new Error(message)), isDeviceFault(new Error(message))]).toEqual([true, false]);
  });

  test.each(faults)('means that the device is lost: %s', (message) => {
    expect([isOutOfMemory(new Error(message)), isDeviceFault(new Error(message))]).toEqual([false, true]);
  });

  test.each(['Unexpected input data type. Actual: (tensor(int64))', 'Got invalid dimensions for input: length'])(
    'means something else: %s',
    (message) => {
      expect([isOutOfMemory(new Error(message)), isDeviceFault(new Error(message))]).toEqual([false, false]);
    },
  );
});
