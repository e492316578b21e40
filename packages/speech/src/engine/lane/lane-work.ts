import { decodeRecording } from '../../audio/decode-recording.ts';
import { readDiarizationConfig } from '../../diarization/diarization-config.ts';
import { Diarizer } from '../../diarization/diarizer.ts';
import { recognizeRecording } from '../../recognize-recording.ts';
import { readModelFiles } from '../../recognition/model-files.ts';
import { Recognizer } from '../../recognition/recognizer.ts';
import { findDecoder } from '../decoder.ts';
import type { EngineMeta, EngineRequest, EngineResult } from '../engine-options.ts';
import type { LaneData } from './messages.ts';
import { RemoteModels } from './remote-models.ts';
import { createNoise } from './noise.ts';

/** What a lane does with one call after the other. */
export class LaneWork {
  readonly #data: LaneData;
  readonly #models: RemoteModels;
  readonly #recognizer: Recognizer;
  readonly #diarizer: Diarizer | undefined;

  private constructor(data: LaneData, models: RemoteModels, recognizer: Recognizer, diarizer: Diarizer | undefined) {
    this.#data = data;
    this.#models = models;
    this.#recognizer = recognizer;
    this.#diarizer = diarizer;
  }

  /** Loads the lane's own small models and runs them once. @throws {ModelError} */
  static async prepare(data: LaneData): Promise<LaneWork> {
    const { modelDirectory, precision } = data.options;
    const models = new RemoteModels(data.host);
    const files = await readModelFiles(modelDirectory, precision);
    const recognizer = await Recognizer.create({ files, encoder: models });
    await recognizer.recognizeChunks([createNoise()]);
    models.takeCosts();
    return new LaneWork(data, models, recognizer, await createDiarizer(data, models));
  }

  async recognize({ file, maxSeconds, speakers }: EngineRequest, signal: AbortSignal): Promise<EngineResult> {
    const startedAt = performance.now();
    this.#models.takeCosts();
    const { options } = this.#data;
    const { temporaryDirectory } = options;
    await using recording = await decodeRecording(file, {
      ...findDecoder(options),
      maxSeconds,
      temporaryDirectory,
      signal,
    });
    const deps = { recognizer: this.#recognizer, diarizer: this.#diarizer };
    const call = await recognizeRecording(recording, deps, { speakers, signal });
    const { container, codec, truncated, channels } = recording;
    return {
      call,
      meta: {
        ...this.#describeEngine(),
        container,
        codec,
        truncated,
        channels: channels.length === 2 ? 2 : 1,
        computeMs: Math.round(performance.now() - startedAt),
        ...this.#describeCosts(),
      },
    };
  }

  #describeEngine(): Pick<EngineMeta, 'device' | 'precision' | 'lane'> {
    const { lane, models, options } = this.#data;
    return { device: models.device, precision: options.precision, lane };
  }

  #describeCosts(): Pick<EngineMeta, 'encoderMs' | 'diarizationMs' | 'batchMean'> {
    const { encoderMs, diarizationMs, chunks, batches } = this.#models.takeCosts();
    const batchMean = chunks === 0 ? 0 : Math.round((batches / chunks) * 100) / 100;
    return { encoderMs: Math.round(encoderMs), diarizationMs: Math.round(diarizationMs), batchMean };
  }
}

async function createDiarizer({ options, models }: LaneData, remote: RemoteModels): Promise<Diarizer | undefined> {
  if (options.diarizationDirectory === undefined || models.diarization === undefined) return undefined;
  return Diarizer.create({
    segmentation: remote,
    embedding: remote.describeVoices(models.diarization),
    config: await readDiarizationConfig(options.diarizationDirectory),
    batchSize: models.diarization.windowsAtOnce,
  });
}
