import { describe, expect, test } from 'vitest';
import type { ChunkRecognizer } from './long-calls/recognize-long.ts';
import { recognizeRecording, type RecognizeDeps } from './recognize-recording.ts';

const rate = 8000;

/** Hears one word a chunk, named after its level, at the time of its loudest sample. */
const levelRecognizer: ChunkRecognizer = {
  samplesPerFrame: 1280,
  async recognizeChunks(chunks) {
    return chunks.map((samples) => {
      const level = samples.reduce((loudest, value) => Math.max(loudest, value), 0);
      const start = samples.indexOf(level) / 16_000;
      return { words: [{ word: `level${Math.round(level * 10)}`, start, end: start + 0.1, confidence: 1 }] };
    });
  },
};

/** Two seconds with a tenth of a second of sound. */
function buildSound(level: number, atSecond: number): Float32Array {
  const samples = new Float32Array(2 * rate);
  for (let n = 0; n < 800; n++) samples[atSecond * rate + n] = n === 400 ? level : level / 2;
  return samples;
}

type FakeDiarizer = NonNullable<RecognizeDeps['diarizer']>;

/** Hears a change of speaker at each of the given seconds. */
function changeSpeakersAt(...seconds: number[]): FakeDiarizer {
  return {
    async diarize() {
      const starts = [0, ...seconds];
      const turns = starts.map((start, i) => ({ speaker: i % 2, start, end: starts[i + 1] ?? 2 }));
      return { speakerCount: Math.min(starts.length, 2), turns, exclusiveTurns: turns };
    },
  };
}

function recognizeWith(diarizer: FakeDiarizer | undefined, ...channels: Float32Array[]) {
  const recording = { sampleRateHz: rate, channels, durationSeconds: channels[0].length / rate };
  return recognizeRecording(recording, { recognizer: levelRecognizer, diarizer });
}

function recognize(...channels: Float32Array[]) {
  return recognizeWith(undefined, ...channels);
}

const early = buildSound(0.2, 0.25);
const late = buildSound(0.5, 0.5);

describe('recognizeRecording', () => {
  test('gives each channel of a two-channel recording a voice of its own', async () => {
    expect(await recognize(late, early)).toEqual({
      durationSeconds: 2,
      language: null,
      separation: 'channels',
      voices: [
        { channel: 0, words: [expect.objectContaining({ word: 'level5', start: expect.closeTo(0.55, 2) })] },
        { channel: 1, words: [expect.objectContaining({ word: 'level2', start: expect.closeTo(0.3, 2) })] },
      ],
    });
  });

  test.each([
    ['louder', late.map((sample) => sample * 0.7)],
    ['of opposite sign', late.map((sample) => -sample)],
  ])('takes the same audio on both channels, one %s, for one mix', async (_how, copy) => {
    expect(await recognize(late, copy)).toMatchObject({ separation: 'none', voices: [{ channel: null }] });
  });

  test('takes a mono recording for a mix', async () => {
    expect(await recognize(late)).toMatchObject({ separation: 'none', voices: [{ channel: null }] });
  });

  test('tells the voices of a mix apart where there is a diarizer', async () => {
    expect(await recognizeWith(changeSpeakersAt(0.2), late)).toMatchObject({
      separation: 'diarization',
      voices: [{ channel: null, words: [{ word: 'level5' }] }],
    });
  });

  test('believes a recording that has one channel silent when nobody can tell voices apart', async () => {
    expect(await recognize(new Float32Array(late.length), late)).toMatchObject({
      separation: 'channels',
      voices: [{ channel: 1, words: [{ word: 'level5' }] }],
    });
  });

  test('gives a lone voice its channel when the other channel is silent', async () => {
    expect(await recognizeWith(changeSpeakersAt(), new Float32Array(late.length), late)).toMatchObject({
      separation: 'channels',
      voices: [{ channel: 1, words: [{ word: 'level5' }] }],
    });
  });

  test('hears no voice in silence', async () => {
    const silence = new Float32Array(late.length);
    expect(await recognize(silence, silence)).toMatchObject({ durationSeconds: 2, voices: [] });
  });
});
