// What onnxruntime says when memory is short, or a GPU is no longer usable; there are no codes in Node, only sentences.

/** On the CPU and on CUDA: its arena, the device's allocator, cuBLAS, cuDNN and the C++ runtime each have their own words. */
const outOfMemory =
  /failed to allocate memory|out of memory|bad allocation|bad_alloc|_ALLOC_FAILED|cudaErrorMemoryAllocation|BFCArena.*(extend|allocat)/i;

/** A failure of CUDA or one of its libraries outlives the run: everything after it in the process fails too. */
const deviceFault = /\b(CUDA|CUDNN|CUBLAS|CUFFT) (failure|error)\b/i;

export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && outOfMemory.test(error.message);
}

export function isDeviceFault(error: unknown): boolean {
  return error instanceof Error && !isOutOfMemory(error) && deviceFault.test(error.message);
}
