import { ModelError } from '../../recognition/model-error.ts';
import type { RecognizerDevice } from '../../recognition/open-graph.ts';
import type { EngineOptions } from '../engine-options.ts';
import { isDeviceFault } from '../host/runtime-errors.ts';
import { findCudaProblem } from './cuda-provider.ts';

export interface OnDevice<Opened> {
  readonly opened: Opened;
  readonly device: RecognizerDevice;
  /** Why `auto` is the CPU. */
  readonly deviceNote: string | undefined;
}

/**
 * Opens on the device that the options ask for; `auto` is CUDA where that works, otherwise the CPU.
 *
 * @throws {ModelError} `device_unusable`, with the library that is missing, when CUDA is asked for and does not work.
 */
export async function openOnDevice<Opened>(
  { device, precision }: Pick<EngineOptions, 'device' | 'precision'>,
  open: (device: RecognizerDevice) => Promise<Opened>,
  findProblem: () => Promise<string | undefined> = findCudaProblem,
): Promise<OnDevice<Opened>> {
  if (device === 'cpu') return { opened: await open('cpu'), device: 'cpu', deviceNote: undefined };
  try {
    if (precision === 'int8')
      throw unusable('it has no int8 operators for this model; it needs the fp32 or fp16 graphs');
    const problem = await findProblem();
    if (problem !== undefined) throw unusable(problem);
    return { opened: await openOnCuda(open), device: 'cuda', deviceNote: undefined };
  } catch (error) {
    if (device === 'cuda' || !(error instanceof ModelError) || error.code !== 'device_unusable') throw error;
    return { opened: await open('cpu'), device: 'cpu', deviceNote: error.message };
  }
}

/** All libraries are there: what fails now is the driver or the GPU. */
async function openOnCuda<Opened>(open: (device: RecognizerDevice) => Promise<Opened>): Promise<Opened> {
  try {
    return await open('cuda');
  } catch (error) {
    const isDevice = error instanceof ModelError ? error.code === 'device_unusable' : true;
    if (!isDevice && !isDeviceFault(error)) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw unusable(`its libraries are complete, but the driver or the GPU fails: ${reason}`, error);
  }
}

function unusable(reason: string, cause?: unknown): ModelError {
  return new ModelError('device_unusable', `CUDA cannot be used: ${reason}.`, { cause });
}
