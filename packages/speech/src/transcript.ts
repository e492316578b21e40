import { setImmediate as yieldToEventLoop } from 'node:timers/promises';
import { AudioFormatError } from './audio/audio-format-error.ts';
import { Correlation } from './audio/correlation.ts';
import type { WavCodec } from './audio/pcm.ts';
import type { SpeechRecognizer } from './long-calls/recognition.ts';
import { resampleTo16k } from './audio/resample.ts';
import type { SampleSource } from './audio/samples.ts';
import { buildSegments, roundToHundredths, type Segment, type Speaker, type SpeakerWords } from './segments.ts';
import type { Recording } from './audio/wav.ts';

export interface Transcript {
  readonly durationSeconds: number;
  /** The whole conversation: the text of the segments, one a line. */
  readonly text: string;
  readonly segments: readonly Segment[];
  /** Channels that were recognised apart: 2 when each speaker has one, otherwise 1. */
  readonly channels: 1 | 2;
  readonly codec: WavCodec;
  /** The recording ends before its header says it does; this is what is there. */
  readonly truncated: boolean;
}

export interface TranscribeOptions {
  /** The channel the agent is on in a two-channel recording. */
  readonly agentChannel: 0 | 1;
  /** A longer recording is refused as `too_long` before anything of it is decoded. */
  readonly maxSeconds?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Above this, two channels carry one and the same mix. */
const sameAudioCorrelation = 0.98;
/** Samples compared at a time. */
const comparedSamples = 2 ** 18;

/**
 * Recognises a recording. With one speaker a channel, the channel tells who speaks; one mix, on one channel or on both,
 * is one `unknown` speaker.
 *
 * @throws {AudioFormatError} `too_long`
 */
export async function transcribeRecording(
  recording: Recording,
  recognizer: SpeechRecognizer,
  options: TranscribeOptions,
): Promise<Transcript> {
  const { signal, maxSeconds = Infinity } = options;
  if (recording.durationSeconds > maxSeconds) throw createTooLong(recording.durationSeconds, maxSeconds);
  const speakers = await assignSpeakers(recording.channels, options);
  const spoken: SpeakerWords[] = [];
  for (const { speaker, samples } of speakers) {
    signal?.throwIfAborted();
    const { words } = await recognizer.recognize(resampleTo16k(samples, recording.sampleRateHz), { signal });
    spoken.push({ speaker, words });
  }
  const segments = buildSegments(spoken);
  return {
    durationSeconds: roundToHundredths(recording.durationSeconds),
    text: segments.map((segment) => segment.text).join('\n'),
    segments,
    channels: speakers.length === 2 ? 2 : 1,
    codec: recording.codec,
    truncated: recording.truncated,
  };
}

async function assignSpeakers(
  channels: readonly SampleSource[],
  { agentChannel, signal }: TranscribeOptions,
): Promise<{ speaker: Speaker; samples: SampleSource }[]> {
  const [first, second] = channels;
  if (second === undefined || (await carrySameAudio(first, second, signal))) {
    return [{ speaker: 'unknown', samples: first }];
  }
  return channels.map((samples, channel) => ({
    speaker: channel === agentChannel ? 'agent' : 'customer',
    samples,
  }));
}

async function carrySameAudio(a: SampleSource, b: SampleSource, signal: AbortSignal | undefined): Promise<boolean> {
  const correlation = new Correlation();
  for (let start = 0; start < a.length; start += comparedSamples) {
    const end = Math.min(start + comparedSamples, a.length);
    correlation.add(a.slice(start, end), b.slice(start, end));
    await yieldToEventLoop();
    signal?.throwIfAborted();
  }
  return correlation.coefficient > sameAudioCorrelation;
}

function createTooLong(durationSeconds: number, maxSeconds: number): AudioFormatError {
  return new AudioFormatError(
    'too_long',
    `The recording lasts ${formatDuration(durationSeconds)}; at most ${formatDuration(maxSeconds)} are recognised.`,
  );
}

/** `9 h 17 min 59 s`; begun seconds count, so that what is too long also looks it. */
function formatDuration(seconds: number): string {
  const whole = Math.ceil(seconds);
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
