import { describe, expect, test } from 'vitest';
import type { ChunkRecognizer } from './long-calls/recognize-long.ts';
import { recognizeRecording } from './recognize-recording.ts';

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

function recognize(...channels: Float32Array[]) {
  const recording = { sampleRateHz: rate, channels, durationSeconds: channels[0].length / rate };
  return recognizeRecording(recording, { recognizer: levelRecognizer });
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

  test('says on which channel the only voice is when the other channel is silent', async () => {
    expect(await recognize(new Float32Array(late.length), late)).toMatchObject({
      separation: 'none',
      voices: [{ channel: 1, words: [{ word: 'level5' }] }],
    });
  });

  test('hears no voice in silence', async () => {
    const silence = new Float32Array(late.length);
    expect(await recognize(silence, silence)).toMatchObject({ durationSeconds: 2, voices: [] });
  });
});
