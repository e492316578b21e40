import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { computeFrameEnergies, silenceMeanSquare } from '../long-calls/silence.ts';
import { Correlation } from './correlation.ts';
import type { SampleSource } from './samples.ts';

/** What the channels of a recording hold: one party each, one mix of all, or nothing that could be speech. */
export type ChannelSurvey =
  | { readonly kind: 'parties'; readonly channels: readonly [SampleSource, SampleSource] }
  /** `channel` is set where a second channel is there and silent: the mix may be one party alone. */
  | { readonly kind: 'mix'; readonly samples: SampleSource; readonly channel: 0 | 1 | null };

/** Above this, of either sign, two channels carry one and the same mix. */
const sameAudioCorrelation = 0.98;
/** Samples compared at a time. */
const comparedSamples = 2 ** 18;
const energyFrameSeconds = 0.08;

/** Compares the channels of a recording from end to end, part by part. */
export async function surveyChannels(
  channels: readonly SampleSource[],
  sampleRateHz: number,
  signal?: AbortSignal,
): Promise<ChannelSurvey> {
  const [first, second] = channels;
  if (second === undefined) return { kind: 'mix', samples: first, channel: null };
  const correlation = new Correlation();
  const frameSamples = Math.round(energyFrameSeconds * sampleRateHz);
  const isLoud = (part: Float32Array): boolean =>
    computeFrameEnergies(part, frameSamples).some((energy) => energy >= silenceMeanSquare);
  let isFirstLoud = false;
  let isSecondLoud = false;
  for (let start = 0; start < first.length; start += comparedSamples) {
    const end = Math.min(start + comparedSamples, first.length);
    const [a, b] = [first.slice(start, end), second.slice(start, end)];
    correlation.add(a, b);
    isFirstLoud ||= isLoud(a);
    isSecondLoud ||= isLoud(b);
    await yieldToEventLoop();
    signal?.throwIfAborted();
  }
  if (isFirstLoud !== isSecondLoud) {
    return isFirstLoud ? { kind: 'mix', samples: first, channel: 0 } : { kind: 'mix', samples: second, channel: 1 };
  }
  if (Math.abs(correlation.coefficient) > sameAudioCorrelation) return { kind: 'mix', samples: first, channel: null };
  return { kind: 'parties', channels: [first, second] };
}
