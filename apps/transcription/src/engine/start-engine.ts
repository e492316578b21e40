import type { ServiceContext } from '@callscript/service';
import { ModelError, SpeechEngine, type EngineEvent } from '@callscript/speech';
import { toEngineOptions, type EngineSettings } from '@callscript/speech/settings';
import { engineMetrics } from './engine-metrics.ts';

/** The models live in a process of their own: what native code, a GPU or memory does to it, the leases here outlive. */
export async function startEngine({
  settings,
  logger,
  metrics,
}: ServiceContext<EngineSettings>): Promise<SpeechEngine> {
  const count = engineMetrics(metrics);
  try {
    return await SpeechEngine.start(toEngineOptions(settings), {
      onEvent(event) {
        count(event);
        log(logger, event);
      },
    });
  } catch (error) {
    if (!(error instanceof ModelError) || error.code !== 'device_unusable') throw error;
    throw new Error(`ASR_DEVICE=${settings.ASR_DEVICE}: ${error.message}`, { cause: error });
  }
}

function log(logger: ServiceContext<EngineSettings>['logger'], event: EngineEvent): void {
  switch (event.kind) {
    case 'started': {
      const { device, deviceNote, pid: enginePid } = event;
      const fields = { event: 'engine_started', device, enginePid, reason: deviceNote };
      if (deviceNote === undefined) return logger.info(fields, 'the engine is ready');
      return logger.warn(fields, 'ASR_DEVICE=auto: THE ENGINE RUNS ON THE CPU');
    }
    case 'ended':
      return logger.error({ event: 'engine_ended', enginePid: event.pid, reason: event.reason }, 'the engine died');
    case 'start_failed':
      return logger.error({ event: 'engine_start_failed', reason: event.reason }, 'the engine cannot be started again');
    case 'lane_ended':
      return logger.error({ event: 'engine_lane_ended', lane: event.lane, reason: event.reason }, 'a lane died');
    case 'batch_halved':
      return logger.warn(
        { event: 'engine_batch_halved', batchMax: event.maxRows, reason: event.reason },
        'memory was short for a batch',
      );
    case 'batch':
    case 'recognized':
  }
}
