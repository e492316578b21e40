import type { SampleSource } from '../audio/samples.ts';
import { listLocalVoices } from './masks.ts';
import type { EmbeddingModel, SegmentationModel } from './models.ts';
import type { Pace } from './pace.ts';
import { WindowFeatures } from './window-features.ts';
import { readWindows } from './windows.ts';

export interface DiarizationModels {
  readonly segmentation: SegmentationModel;
  readonly embedding: EmbeddingModel;
}

/** A local voice and what it sounds like. */
export interface HeardVoice {
  readonly window: number;
  /** Which of the window's three it is. */
  readonly local: number;
  /** Frames of the window that it has to itself. */
  readonly cleanFrames: number;
  readonly vector: Float32Array;
}

export interface HeardVoices {
  /** For each window [589 x 3], 0 or 1. */
  readonly activities: readonly Uint8Array[];
  /** By window, then by local number. */
  readonly voices: readonly HeardVoice[];
}

export interface HearOptions {
  readonly hopSamples: number;
  /** Windows handed to the models together: 1 MB each. */
  readonly windowsAtOnce: number;
  readonly pace: Pace;
}

/** The voices of a call, window by window. Memory grows by 4 KB a window. An abort is heard between groups of windows. */
export async function hearVoices(
  audio: SampleSource,
  models: DiarizationModels,
  { hopSamples, windowsAtOnce, pace }: HearOptions,
): Promise<HeardVoices> {
  const ear = new Ear(models, hopSamples);
  let group: Float32Array[] = [];
  for (const window of readWindows(audio, hopSamples)) {
    group.push(window);
    if (group.length < windowsAtOnce) continue;
    await ear.hear(group);
    await pace.breathe();
    group = [];
  }
  if (group.length > 0) await ear.hear(group);
  return ear;
}

class Ear implements HeardVoices {
  readonly activities: Uint8Array[] = [];
  readonly voices: HeardVoice[] = [];
  readonly #models: DiarizationModels;
  readonly #features: WindowFeatures;

  constructor(models: DiarizationModels, hopSamples: number) {
    this.#models = models;
    this.#features = new WindowFeatures(hopSamples);
  }

  async hear(windows: readonly Float32Array[]): Promise<void> {
    const { segmentation, embedding } = this.#models;
    const first = this.activities.length;
    const activities = await segmentation.segment(windows);
    this.activities.push(...activities);
    const spoken = activities.flatMap((activity, i) => {
      const locals = listLocalVoices(activity, embedding.minCleanFrames);
      if (locals.length === 0) return [];
      const features = this.#features.compute(windows[i], first + i);
      return [{ window: first + i, locals, features, masks: locals.map(({ mask }) => mask) }];
    });
    const vectors = await embedding.embed(spoken.map(({ features, masks }) => ({ features, masks })));
    spoken.forEach(({ window, locals }, i) => {
      locals.forEach(({ speaker: local, cleanFrames }, k) => {
        const vector = vectors[i][k];
        if (vector !== null) this.voices.push({ window, local, cleanFrames, vector });
      });
    });
  }
}
