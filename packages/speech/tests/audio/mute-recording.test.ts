import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { decodeRecording } from '../../src/audio/decode-recording.ts';
import { muteRecording } from '../../src/audio/mute-recording.ts';

const run = promisify(execFile);
const muted = [
  { start: 1, end: 2.5 },
  { start: 4.25, end: 4.5 },
];
/** Encoders smear the edges of a sound. */
const edgeSeconds = 0.06;

/** Six seconds of a tone on each of two channels. */
async function buildTone(...encoding: string[]): Promise<{ source: string; target: string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mute-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const source = path.join(folder, 'source');
  const tones = 'aevalsrc=0.4*sin(2*PI*440*t)|0.4*sin(2*PI*660*t):s=16000:d=6';
  await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', tones, ...encoding, '-y', source]);
  return { source, target: path.join(folder, 'target') };
}

function levelOf(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}

describe('muteRecording', () => {
  test.each([
    ['wav', 'pcm_s16le', ['-c:a', 'pcm_s16le', '-f', 'wav']],
    ['wav', 'pcm_mulaw', ['-ar', '8000', '-c:a', 'pcm_mulaw', '-f', 'wav']],
    ['wav', 'adpcm_ima_wav', ['-ar', '8000', '-c:a', 'adpcm_ima_wav', '-f', 'wav']],
    ['mp3', 'mp3', ['-c:a', 'libmp3lame', '-f', 'mp3']],
    ['ogg', 'opus', ['-c:a', 'libopus', '-f', 'ogg']],
    ['flac', 'flac', ['-c:a', 'flac', '-f', 'flac']],
    ['mov', 'aac', ['-c:a', 'aac', '-f', 'mp4']],
    ['matroska', 'opus', ['-c:a', 'libopus', '-f', 'webm']],
  ])('silences the ranges of a recording in %s (%s) and leaves the rest', async (container, codec, encoding) => {
    const { source, target } = await buildTone(...encoding);
    await muteRecording(source, target, muted);

    await using before = await decodeRecording(source);
    await using after = await decodeRecording(target);
    expect(after).toMatchObject({ container, codec, sampleRateHz: before.sampleRateHz, truncated: false });
    expect(after.durationSeconds).toBeCloseTo(before.durationSeconds, 1);
    for (const channel of after.channels) {
      const hear = (start: number, end: number): number =>
        levelOf(
          channel.slice(
            Math.round((start + edgeSeconds) * after.sampleRateHz),
            Math.round((end - edgeSeconds) * after.sampleRateHz),
          ),
        );
      for (const { start, end } of muted) expect(hear(start, end)).toBeLessThan(0.002);
      for (const [start, end] of [
        [0, 1],
        [2.5, 4.25],
        [4.5, 5.9],
      ] as const) {
        expect(hear(start, end)).toBeGreaterThan(0.25);
      }
    }
  });

  test.each([
    ['GSM, which nobody encodes any more', ['-ar', '8000', '-ac', '1', '-c:a', 'libgsm_ms', '-f', 'wav']],
    ['PCM in QuickTime', ['-c:a', 'pcm_s16le', '-f', 'mov']],
    ['FLAC in MP4', ['-c:a', 'flac', '-strict', '-2', '-f', 'mp4']],
    ['MP3 in Matroska', ['-c:a', 'libmp3lame', '-f', 'matroska']],
    ['big-endian PCM in QuickTime', ['-c:a', 'pcm_s16be', '-f', 'mov']],
  ])('turns %s into plain PCM in WAV', async (_what, encoding) => {
    const { source, target } = await buildTone(...encoding);
    await muteRecording(source, target, muted);
    await using after = await decodeRecording(target);
    expect(after).toMatchObject({ container: 'wav', codec: 'pcm_s16le' });
  });

  test('makes the same file each time, so that a late second writer does no harm', async () => {
    const { source, target } = await buildTone('-c:a', 'libopus', '-f', 'ogg');
    await muteRecording(source, target, muted);
    const first = await readFile(target);
    await muteRecording(source, target, muted);
    expect(await readFile(target)).toEqual(first);
  });

  test('says that it cannot write when there is no place for it', async () => {
    const { source } = await buildTone('-c:a', 'pcm_s16le', '-f', 'wav');
    await expect(muteRecording(source, '/nowhere/target', muted)).rejects.toMatchObject({
      code: 'decoder_failed',
      message: expect.stringContaining('/nowhere/target'),
    });
  });
});
