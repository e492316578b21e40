import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface Gpu {
  readonly name: string;
  readonly driver: string;
  readonly totalMiB: number;
  readonly freeMiB: number;
}

const query = ['--query-gpu=name,driver_version,memory.total,memory.free', '--format=csv,noheader,nounits'];

/** What `nvidia-smi` sees; undefined where it is not installed or does not work. */
export async function listGpus(): Promise<Gpu[] | undefined> {
  try {
    const { stdout } = await promisify(execFile)('nvidia-smi', query, { timeout: 10_000 });
    return parseGpus(stdout);
  } catch {
    return undefined;
  }
}

/** One line a GPU: `NVIDIA GeForce RTX 3090, 550.54.15, 24576, 23880`. */
export function parseGpus(output: string): Gpu[] {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const [name = '', driver = '', total = '', free = ''] = line.split(',').map((cell) => cell.trim());
    return { name, driver, totalMiB: Number(total), freeMiB: Number(free) };
  });
}
