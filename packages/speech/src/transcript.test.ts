import { describe, expect, test } from 'vitest';
import type { Recognition, SpeechRecognizer } from './long-calls/recognition.ts';
import { transcribeRecording } from './transcript.ts';
import type { Recording } from './audio/wav.ts';

/** Hears one word a channel, named after the channel's level, at the time of its loudest sample. */
const levelRecognizer: SpeechRecognizer = {
  async recognize(audio): Promise<Recognition> {
    const samples = audio.slice(0, audio.length);
    const level = samples.reduce((loudest, value) => Math.max(loudest, value), 0);
    const start = samples.indexOf(level) / 16_000;
    const word = { word: `level${Math.round(level * 10)}`, start, end: start + 0.1, confidence: 1 };
    return { text: word.word, words: level === 0 ? [] : [word], tokens: [] };
  },
};

function buildRecording(...channels: Float32Array[]): Recording {
  return {
    sampleRateHz: 8000,
    channels,
    durationSeconds: channels[0].length / 8000,
    truncated: false,
    codec: 'pcm16',
  };
}

/** One second with one click. */
function buildClick(level: number, atSecond: number): Float32Array {
  const samples = new Float32Array(8000);
  samples[atSecond * 8000] = level;
  return samples;
}

const early = buildClick(0.2, 0.25);
const late = buildClick(0.5, 0.5);

describe('transcribeRecording', () => {
  test('tells the speakers of a two-channel recording by their channel', async () => {
    const transcript = await transcribeRecording(buildRecording(late, early), levelRecognizer, { agentChannel: 0 });
    expect(transcript).toEqual({
      durationSeconds: 1,
      text: 'level2\nlevel5',
      segments: [
        {
          speaker: 'customer',
          start: 0.25,
          end: 0.35,
          text: 'level2',
          words: [expect.objectContaining({ word: 'level2' })],
        },
        {
          speaker: 'agent',
          start: 0.5,
          end: 0.6,
          text: 'level5',
          words: [expect.objectContaining({ word: 'level5' })],
        },
      ],
      channels: 2,
      codec: 'pcm16',
      truncated: false,
    });
  });

  test('takes the agent from the channel it is told', async () => {
    const transcript = await transcribeRecording(buildRecording(late, early), levelRecognizer, { agentChannel: 1 });
    expect(transcript.segments.map(({ speaker }) => speaker)).toEqual(['agent', 'customer']);
  });

  test('knows no speaker in a mono recording', async () => {
    const transcript = await transcribeRecording(buildRecording(late), levelRecognizer, { agentChannel: 0 });
    expect(transcript).toMatchObject({ channels: 1, segments: [{ speaker: 'unknown', text: 'level5' }] });
  });

  test('takes the same mix on both channels for mono, also at another level', async () => {
    const quieter = late.map((sample) => sample * 0.5);
    const transcript = await transcribeRecording(buildRecording(late, quieter), levelRecognizer, { agentChannel: 0 });
    expect(transcript).toMatchObject({ channels: 1, segments: [{ speaker: 'unknown', text: 'level5' }] });
  });

  test('keeps two channels of which one is silent apart', async () => {
    const recording = buildRecording(new Float32Array(8000), late);
    const transcript = await transcribeRecording(recording, levelRecognizer, { agentChannel: 0 });
    expect(transcript).toMatchObject({ channels: 2, segments: [{ speaker: 'customer' }] });
  });

  test('gives an empty transcript for silence on both channels', async () => {
    const silent = new Float32Array(8000);
    const transcript = await transcribeRecording(buildRecording(silent, silent), levelRecognizer, { agentChannel: 0 });
    expect(transcript).toEqual({
      durationSeconds: 1,
      text: '',
      segments: [],
      channels: 1,
      codec: 'pcm16',
      truncated: false,
    });
  });

  test('tells a mix from two speakers by the whole call, not by how it begins', async () => {
    const beginning = new Float32Array(8000 * 60).fill(0.1, 8000, 16_000);
    const mixed = [beginning, beginning].map((samples) => Float32Array.from([...samples, ...late]));
    const apart = [late, early].map((samples) => Float32Array.from([...beginning.map((s) => s / 100), ...samples]));
    const transcribe = async (channels: Float32Array[]) =>
      transcribeRecording(buildRecording(...channels), levelRecognizer, { agentChannel: 0 });
    expect((await transcribe(mixed)).channels).toBe(1);
    expect((await transcribe(apart)).channels).toBe(2);
  });

  test.each([
    [3600, 'The recording lasts 1 h 1 s; at most 1 h are recognised.'],
    [90, 'The recording lasts 1 h 1 s; at most 1 min 30 s are recognised.'],
  ])('refuses a recording longer than %d s without decoding any of it', async (maxSeconds, message) => {
    const channel = {
      length: 3600 * 8000 + 1,
      slice: () => {
        throw new Error('decoded');
      },
    };
    const recording = { ...buildRecording(late), channels: [channel], durationSeconds: channel.length / 8000 };
    const transcribing = transcribeRecording(recording, levelRecognizer, { agentChannel: 0, maxSeconds });
    await expect(transcribing).rejects.toMatchObject({ name: 'AudioFormatError', code: 'too_long', message });
  });

  test('takes a recording of just the length that is allowed', async () => {
    const transcript = await transcribeRecording(buildRecording(late), levelRecognizer, {
      agentChannel: 0,
      maxSeconds: 1,
    });
    expect(transcript.text).toBe('level5');
  });

  test('stops when it is aborted', async () => {
    const signal = AbortSignal.abort(new Error('lease lost'));
    const transcribing = transcribeRecording(buildRecording(late), levelRecognizer, { agentChannel: 0, signal });
    await expect(transcribing).rejects.toThrow('lease lost');
  });
});
