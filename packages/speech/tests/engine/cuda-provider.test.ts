import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findCudaProblem, findRuntimeFolder, parseMissingLibraries } from '../../src/engine/device/cuda-provider.ts';
import { createFolder } from './_engine.ts';
import { buildSharedLibrary } from './_shared-library.ts';

const isCudaSystem = process.platform === 'linux' && process.arch === 'x64';

/** A folder with the two files of the CUDA provider; `needed` is what the second says it needs. */
async function createProvider(needed: readonly string[]): Promise<string> {
  const folder = await createFolder();
  await writeFile(path.join(folder, 'libonnxruntime_providers_shared.so'), buildSharedLibrary([]));
  await writeFile(path.join(folder, 'libonnxruntime_providers_cuda.so'), buildSharedLibrary(needed));
  return folder;
}

describe.runIf(isCudaSystem)('what keeps CUDA from working', () => {
  test('is the first file of the provider that is not there', async () => {
    const folder = await createFolder();
    expect(await findCudaProblem(folder)).toContain(`libonnxruntime_providers_shared.so is not in ${folder}`);
    await writeFile(path.join(folder, 'libonnxruntime_providers_shared.so'), '');
    expect(await findCudaProblem(folder)).toContain(`libonnxruntime_providers_cuda.so is not in ${folder}`);
  });

  test('is every library that the provider needs and the linker does not find', async () => {
    const folder = await createProvider(['libcublasLt.so.12', 'libc.so.6', 'libcudart.so.12', 'libcuda.so.1']);
    expect(await findCudaProblem(folder)).toMatch(/^it lacks libcublasLt\.so\.12, libcudart\.so\.12, libcuda\.so\.1/);
  });

  test('may be cuDNN, which the provider does not name', async () => {
    const folder = await createProvider(['libc.so.6']);
    const problem = await findCudaProblem(folder);
    expect(problem ?? 'it lacks libcudnn.so.9').toMatch(/^it lacks libcudnn/);
  });
});

describe('findRuntimeFolder', () => {
  test('finds where onnxruntime-node keeps its libraries', async () => {
    expect(await findRuntimeFolder()).toMatch(
      new RegExp(`onnxruntime-node/bin/[^/]+/${process.platform}/${process.arch}$`),
    );
  });
});

describe('parseMissingLibraries', () => {
  test('reads what ldd prints for the provider of onnxruntime 1.30 where there is no CUDA', () => {
    const output = `\tlinux-vdso.so.1 (0x00007fb6e3135000)
\tlibcublasLt.so.13 => not found
\tlibcublas.so.13 => not found
\tlibcurand.so.10 => not found
\tlibcudart.so.13 => not found
\tlibcuda.so.1 => not found
\tlibdl.so.2 => /lib/x86_64-linux-gnu/libdl.so.2 (0x00007fb6e311b000)
\tlibstdc++.so.6 => /lib/x86_64-linux-gnu/libstdc++.so.6 (0x00007fb6cea00000)
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007fb6cec1e000)
\t/lib64/ld-linux-x86-64.so.2 (0x00007fb6e3137000)
`;
    expect(parseMissingLibraries(output)).toEqual([
      'libcublasLt.so.13',
      'libcublas.so.13',
      'libcurand.so.10',
      'libcudart.so.13',
      'libcuda.so.1',
    ]);
  });

  test('finds nothing missing in a complete list', () => {
    expect(parseMissingLibraries('\tlibz.so.1 => /lib/x86_64-linux-gnu/libz.so.1 (0x00007f)\n')).toEqual([]);
  });

  test('names a library once that several others miss', () => {
    expect(parseMissingLibraries('\tliba.so.1 => not found\n\tliba.so.1 => not found\n')).toEqual(['liba.so.1']);
  });
});
