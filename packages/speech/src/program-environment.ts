import { env } from 'node:process';

/**
 * What our programs find in their environment: enough to be found, to load their libraries and a GPU's. The keys and
 * passwords of the app are none of theirs, least of all of one that reads files that anybody may have made.
 */
const passedOn = /^(PATH|HOME|LANG|LC_\w+|TZ|TMPDIR|LD_LIBRARY_PATH|DYLD_\w+|CUDA_\w+|NVIDIA_\w+|ORT_\w+|OMP_\w+)$/;

export function programEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => passedOn.test(name)));
}
