import { readFile } from 'node:fs/promises';
import { createTooLong } from '../../audio/too-long.ts';
import { readWav } from '../../audio/wav.ts';
import { recognizeRecording } from '../../recognize-recording.ts';
import { Recognizer } from '../../recognition/recognizer.ts';
import type { EngineOptions, EngineRequest, EngineResult } from '../engine-options.ts';
import type { LaneData } from './messages.ts';

/** What a lane does with one call after the other. */
export class LaneWork {
  readonly #lane: number;
  readonly #options: EngineOptions;
  readonly #recognizer: Recognizer;

  private constructor(data: LaneData, recognizer: Recognizer) {
    this.#lane = data.lane;
    this.#options = data.options;
    this.#recognizer = recognizer;
  }

  static async prepare(data: LaneData): Promise<LaneWork> {
    const { device, ...options } = data.options;
    return new LaneWork(data, await Recognizer.load({ ...options, device: device === 'auto' ? 'cpu' : device }));
  }

  async recognize({ file, maxSeconds = Infinity }: EngineRequest, signal: AbortSignal): Promise<EngineResult> {
    const startedAt = performance.now();
    const recording = readWav(await readFile(file, { signal }));
    if (recording.durationSeconds > maxSeconds) throw createTooLong(recording.durationSeconds, maxSeconds);
    const call = await recognizeRecording(recording, { recognizer: this.#recognizer }, { signal });
    return {
      call,
      meta: {
        device: this.#recognizer.device,
        precision: this.#options.precision,
        container: 'wav',
        codec: recording.codec,
        truncated: recording.truncated,
        channels: call.separation === 'channels' ? 2 : 1,
        computeMs: Math.round(performance.now() - startedAt),
        encoderMs: 0,
        diarizationMs: 0,
        lane: this.#lane,
        batchMean: 1,
      },
    };
  }
}
