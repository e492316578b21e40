import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { correlate } from './correlation.ts';
import type { SpeechRecognizer } from './recognition.ts';
import { resampleTo16k } from './resample.ts';
import { buildSegments, roundToHundredths, type Segment, type Speaker, type SpeakerWords } from './segments.ts';
import type { Recording } from './wav.ts';

export interface Transcript {
  readonly durationSeconds: number;
  /** The whole conversation: the text of the segments, one a line. */
  readonly text: string;
  readonly segments: readonly Segment[];
  /** Channels that were recognised apart: 2 when each speaker has one, otherwise 1. */
  readonly channels: 1 | 2;
}

export interface TranscribeOptions {
  /** The channel the agent is on in a two-channel recording. */
  readonly agentChannel: 0 | 1;
  readonly signal?: AbortSignal | undefined;
}

/** Above this, two channels carry one and the same mix. */
const sameAudioCorrelation = 0.98;

/**
 * Recognises a recording. With one speaker a channel, the channel tells who speaks; one mix, on one channel or on both,
 * is one `unknown` speaker.
 */
export async function transcribeRecording(
  recording: Recording,
  recognizer: SpeechRecognizer,
  options: TranscribeOptions,
): Promise<Transcript> {
  const speakers = assignSpeakers(recording.channels, options.agentChannel);
  const spoken: SpeakerWords[] = [];
  for (const { speaker, samples } of speakers) {
    // Decoding and resampling an hour of audio takes a while; timers and health checks get their turn between channels.
    await yieldToEventLoop();
    options.signal?.throwIfAborted();
    const { words } = await recognizer.recognize(resampleTo16k(samples, recording.sampleRateHz), {
      signal: options.signal,
    });
    spoken.push({ speaker, words });
  }
  const segments = buildSegments(spoken);
  return {
    durationSeconds: roundToHundredths(recording.durationSeconds),
    text: segments.map((segment) => segment.text).join('\n'),
    segments,
    channels: speakers.length === 2 ? 2 : 1,
  };
}

function assignSpeakers(
  channels: readonly Float32Array[],
  agentChannel: 0 | 1,
): { speaker: Speaker; samples: Float32Array }[] {
  const [first, second] = channels;
  if (second === undefined || correlate(first, second) > sameAudioCorrelation) {
    return [{ speaker: 'unknown', samples: first }];
  }
  return channels.map((samples, channel) => ({
    speaker: channel === agentChannel ? 'agent' : 'customer',
    samples,
  }));
}
