import { fileURLToPath } from 'node:url';

/** A graph made by graphs/make.py. */
export function graphPath(name: string): string {
  return fileURLToPath(new URL(`graphs/${name}.onnx`, import.meta.url));
}

export const onCpu = { device: 'cpu', intraOpThreads: 1 } as const;
