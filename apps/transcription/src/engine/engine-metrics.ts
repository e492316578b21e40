import { Counter, Histogram, type Registry } from '@callscript/service';
import type { EngineEvent } from '@callscript/speech';

/** Counts what the engine tells of. */
export function engineMetrics(registry: Registry): (event: EngineEvent) => void {
  const registers = [registry];
  const audio = new Counter({
    name: 'callscript_engine_audio_seconds_total',
    help: 'Audio of the calls that were recognised.',
    registers,
  });
  const realTimeFactor = new Histogram({
    name: 'callscript_engine_real_time_factor',
    help: 'Seconds of work in a lane for a second of audio, by call.',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2],
    registers,
  });
  const models = new Counter({
    name: 'callscript_engine_model_seconds_total',
    help: 'Seconds that the big graphs computed: GPU time on CUDA.',
    labelNames: ['models'],
    registers,
  });
  const chunks = new Counter({
    name: 'callscript_engine_chunks_total',
    help: 'Chunks that went through the encoder.',
    registers,
  });
  const batches = new Histogram({
    name: 'callscript_engine_batch_chunks',
    help: 'Chunks that went through the encoder together.',
    buckets: [1, 2, 4, 8, 16, 32, 64],
    registers,
  });
  const waits = new Histogram({
    name: 'callscript_engine_queue_wait_seconds',
    help: 'How long the oldest chunk of a batch had waited for the encoder.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  });
  const lost = new Counter({
    name: 'callscript_engine_lost_total',
    help: 'Processes and lanes that died and were replaced.',
    labelNames: ['part'],
    registers,
  });
  const halved = new Counter({
    name: 'callscript_engine_batch_halved_total',
    help: 'Times that memory was short for a batch.',
    registers,
  });
  return (event) => {
    switch (event.kind) {
      case 'recognized':
        audio.inc(event.audioSeconds);
        if (event.audioSeconds > 0) realTimeFactor.observe(event.computeMs / 1000 / event.audioSeconds);
        models.inc({ models: 'encoder' }, event.encoderMs / 1000);
        models.inc({ models: 'diarization' }, event.diarizationMs / 1000);
        return;
      case 'batch':
        chunks.inc(event.chunks);
        batches.observe(event.chunks);
        waits.observe(event.waitMs / 1000);
        return;
      case 'ended':
        return lost.inc({ part: 'process' });
      case 'lane_ended':
        return lost.inc({ part: 'lane' });
      case 'batch_halved':
        return halved.inc();
      case 'started':
      case 'start_failed':
    }
  };
}
