import { execFile } from 'node:child_process';
import { access, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

// When anything is missing, a file that the npm package does not bring or a library that such a file needs, onnxruntime's
// error says "Failed to load shared library" and no more. This looks for itself, and finds all that is missing at once.

const providerFiles = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'] as const;
/** The provider opens it at run time, so that `ldd` does not list it. */
const cudnn = 'libcudnn.so.9';
const advice = 'docs/gpu-box.md says what to install';

/** Where onnxruntime-node keeps its libraries; undefined where it has none for this system. */
export async function findRuntimeFolder(): Promise<string | undefined> {
  const root = path.dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
  for (const version of await readdir(path.join(root, 'bin'))) {
    const folder = path.join(root, 'bin', version, process.platform, process.arch);
    if (await exists(folder)) return folder;
  }
  return undefined;
}

/** What keeps onnxruntime from loading its CUDA provider, for a person; undefined when nothing is seen. */
export async function findCudaProblem(folder?: string): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return `onnxruntime-node has a CUDA provider for Linux on x64 alone, not for ${process.platform} on ${process.arch}`;
  }
  const runtime = folder ?? (await findRuntimeFolder());
  if (runtime === undefined) return 'onnxruntime-node has no libraries for this system';
  for (const file of providerFiles) {
    if (!(await exists(path.join(runtime, file)))) return `${file} is not in ${runtime} (${advice})`;
  }
  const missing = await listMissingLibraries(path.join(runtime, providerFiles[1]));
  const unopened = findUnopenable(cudnn);
  if (unopened !== undefined) missing.push(unopened);
  if (missing.length > 0) return `it lacks ${missing.join(', ')} (${advice})`;
  return undefined;
}

/** Shared libraries that a file needs and the dynamic linker does not find. */
export async function listMissingLibraries(file: string): Promise<string[]> {
  try {
    const { stdout } = await promisify(execFile)('ldd', [file]);
    return parseMissingLibraries(stdout);
  } catch {
    // No `ldd` here, or not a library: onnxruntime's own words have to do.
    return [];
  }
}

/** Reads what `ldd` prints: a name, an arrow, and a path or `not found`. */
export function parseMissingLibraries(output: string): string[] {
  const names = [...output.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name);
  return [...new Set(names)];
}

/** The name of the library that keeps another from being opened, which may be that one itself. */
function findUnopenable(library: string): string | undefined {
  try {
    process.dlopen({ exports: {} }, library);
  } catch (error) {
    // Any other complaint is that of a library that was found: it is no addon for Node.
    return /^(\S+): cannot open shared object file/.exec((error as Error).message)?.[1];
  }
  return undefined;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
