import { createMetrics } from '@callscript/service';
import { expect, test } from 'vitest';
import { engineMetrics } from './engine-metrics.ts';

test('counts what the engine tells of', async () => {
  const registry = createMetrics('transcription');
  const count = engineMetrics(registry);
  count({ kind: 'started', pid: 1, device: 'cuda', deviceNote: undefined });
  count({ kind: 'batch', chunks: 6, waitMs: 30, computeMs: 80, audioSeconds: 120 });
  count({ kind: 'recognized', audioSeconds: 100, computeMs: 1_000, encoderMs: 250, diarizationMs: 50 });
  count({ kind: 'recognized', audioSeconds: 0, computeMs: 10, encoderMs: 0, diarizationMs: 0 });
  count({ kind: 'batch_halved', maxRows: 4, reason: 'out of memory' });
  count({ kind: 'lane_ended', lane: 0, reason: 'uncaught' });
  count({ kind: 'ended', pid: 1, reason: 'SIGKILL' });
  count({ kind: 'start_failed', reason: 'no GPU' });

  const lines = (await registry.metrics()).split('\n').filter((line) => line.startsWith('callscript_engine_'));
  const valueOf = (name: string, label = ''): number =>
    Number(
      lines
        .find((line) => line.startsWith(`${name}{`) && line.includes(label))
        ?.split(' ')
        .at(-1),
    );
  expect(valueOf('callscript_engine_audio_seconds_total')).toBe(100);
  expect(valueOf('callscript_engine_real_time_factor_sum')).toBe(0.01);
  expect(valueOf('callscript_engine_real_time_factor_count')).toBe(1);
  expect(valueOf('callscript_engine_model_seconds_total', 'encoder')).toBe(0.25);
  expect(valueOf('callscript_engine_model_seconds_total', 'diarization')).toBe(0.05);
  expect(valueOf('callscript_engine_chunks_total')).toBe(6);
  expect(valueOf('callscript_engine_batch_chunks_sum')).toBe(6);
  expect(valueOf('callscript_engine_queue_wait_seconds_sum')).toBe(0.03);
  expect(valueOf('callscript_engine_batch_halved_total')).toBe(1);
  expect(valueOf('callscript_engine_lost_total', 'lane')).toBe(1);
  expect(valueOf('callscript_engine_lost_total', 'process')).toBe(1);
});
