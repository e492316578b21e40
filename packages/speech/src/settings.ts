import { diarizationDirectory, modelDirectory } from '@callscript/demo-model';
import { setting, type parseSettings } from '@callscript/service';
import type { EngineOptions } from './engine/engine-options.ts';

/** What a process that runs the engine is told. */
export const engineSettings = {
  /** A folder in Parakeet-TDT's layout; the demo model when absent. */
  ASR_MODEL_DIR: setting.text().optional(),
  /** A folder with `segmentation.onnx` and `embedding.onnx`; without it, and with a model of one's own, a mix is one voice. */
  DIARIZATION_MODEL_DIR: setting.text().optional(),
  ASR_PRECISION: setting.oneOf('fp32', 'fp16', 'int8').default('fp32'),
  /** Where the big graphs run. `cuda` needs what docs/gpu-box.md says, and does not start without; `auto` takes the CPU then. */
  ASR_DEVICE: setting.oneOf('cpu', 'cuda', 'auto').default('cpu'),
  /** Threads of the big graphs. */
  ASR_THREADS: setting.integer(1, 64).default(1),
  /** Calls that are worked on side by side, each with a thread for all but the big graphs. */
  ASR_LANES: setting.integer(1, 64).default(1),
  /** What the activations of a batch may take, in MiB: 256 on the CPU and 4096 on CUDA when absent. */
  ASR_BATCH_MEMORY_MB: setting.integer(1, 1_048_576).optional(),
};

export type EngineSettings = ReturnType<typeof parseSettings<typeof engineSettings>>;

export function toEngineOptions(settings: EngineSettings): EngineOptions {
  const memory = settings.ASR_BATCH_MEMORY_MB;
  return {
    modelDirectory: settings.ASR_MODEL_DIR ?? modelDirectory,
    // The demo's speaker models know the demo's voices only.
    diarizationDirectory:
      settings.DIARIZATION_MODEL_DIR ?? (settings.ASR_MODEL_DIR === undefined ? diarizationDirectory : undefined),
    precision: settings.ASR_PRECISION,
    device: settings.ASR_DEVICE,
    intraOpThreads: settings.ASR_THREADS,
    lanes: settings.ASR_LANES,
    batchMemoryBytes: memory === undefined ? undefined : memory * 2 ** 20,
  };
}
