import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modelDirectory } from '@callscript/demo-model';
import type { EngineReport } from '@callscript/speech';
import { describe, expect, test } from 'vitest';
import { callscript } from './_cli.ts';

const doctor = ['speech', 'doctor'];

describe('speech doctor', () => {
  test('says what the engine works with and how fast, without a database or a broker', async () => {
    const { exitCode, stdout, stderr } = await callscript(doctor, { environment: { ASR_LANES: '2' } });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^device +cpu$/m);
    expect(stdout).toMatch(new RegExp(`^node +${process.versions.node}$`, 'm'));
    expect(stdout).toMatch(/^ffmpeg +\d/m);
    expect(stdout).toMatch(/^encoder-model\.onnx +\d+ +[0-9a-f]{64}$/m);
    expect(stdout).toMatch(/^encoder-model\.onnx +in +audio_signal +float32 +\[.*, 128, .*\]$/m);
    expect(stdout).toMatch(/^1 +120\.0 +[\d.]+ +[\d.]+ +\d+ +[\d.]+$/m);
    expect(stdout).toMatch(/^2 +240\.0 +/m);
  });

  test('says the same to programs, with true checksums', async () => {
    const { exitCode, stdout } = await callscript([...doctor, '--json'], { environment: { ASR_PRECISION: 'int8' } });
    const report = JSON.parse(stdout) as EngineReport;
    const vocabulary = await readFile(join(modelDirectory, 'vocab.txt'));
    expect(exitCode).toBe(0);
    expect(report).toMatchObject({ device: 'cpu', problems: [], speed: [{ lanes: 1, audioSeconds: 120 }] });
    expect(report.recognizer?.graphs.map(({ file }) => file)).toEqual([
      'encoder-model.int8.onnx',
      'decoder_joint-model.int8.onnx',
    ]);
    expect(report.recognizer?.files).toContainEqual({
      name: 'vocab.txt',
      bytes: vocabulary.length,
      sha256: createHash('sha256').update(vocabulary).digest('hex'),
    });
  });

  test('fails and says why when the engine does not work on the device that is asked for', async () => {
    const environment = { ASR_DEVICE: 'cuda', ASR_PRECISION: 'int8' };
    const { exitCode, stdout, stderr } = await callscript(doctor, { environment });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^device +none: the engine does not start$/m);
    expect(stderr).toMatch(/^problem: CUDA cannot be used: .*int8/);
  });

  test('fails and names the file that a model folder lacks', async () => {
    const { exitCode, stderr } = await callscript(doctor, { environment: { ASR_MODEL_DIR: '/nowhere' } });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^problem: The model folder \/nowhere has no readable \S+\.$/m);
  });

  test('refuses malformed settings by name', async () => {
    const { exitCode, stderr } = await callscript(doctor, { environment: { ASR_LANES: 'many' } });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('ASR_LANES: must be a number');
  });
});
