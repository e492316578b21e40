import { createLogger, type Logger } from './logger.ts';
import { createMetrics, type Registry } from './metrics.ts';
import { parseSettings, SettingsError, type commonSettings } from './settings.ts';
import { startAdminServer, type ReadinessChecks } from './admin-server.ts';
import type { z } from 'zod';

type CommonSettings = z.infer<z.ZodObject<typeof commonSettings>>;

/** What a running service offers to the process around it. */
export interface Service extends AsyncDisposable {
  readonly checks: ReadinessChecks;
}

export interface ServiceContext<Settings> {
  settings: Settings;
  logger: Logger;
  metrics: Registry;
}

/**
 * The life of a process: settings, start, admin server, signal, orderly end. A second signal or the deadline ends it at
 * once. Messages to the parent process (`ready` with the admin port) let a supervisor wait for it.
 */
export async function runService<Shape extends typeof commonSettings & z.ZodRawShape>(options: {
  name: string;
  settings: Shape;
  environment: Readonly<Record<string, string | undefined>>;
  start: (context: ServiceContext<z.infer<z.ZodObject<Shape>>>) => Promise<Service>;
}): Promise<void> {
  const settings = readSettings(options.settings, options.environment);
  if (settings === undefined) return;
  const common = settings as CommonSettings;
  const logger = createLogger({ service: options.name, level: common.LOG_LEVEL });
  const metrics = createMetrics(options.name);
  const stopped = stopSignal(logger, common.SHUTDOWN_DEADLINE_MS);
  try {
    await using service = await options.start({ settings, logger, metrics });
    await using admin = await startAdminServer({
      host: common.ADMIN_HOST,
      port: common.ADMIN_PORT,
      registry: metrics,
      checks: service.checks,
    });
    logger.info({ event: 'started', adminPort: admin.port }, 'started');
    process.send?.({ event: 'ready', adminPort: admin.port });
    const signal = await stopped;
    logger.info({ event: 'stopping', signal }, 'stopping');
  } catch (err) {
    logger.fatal({ err, event: 'failed' }, 'failed');
    process.exitCode = 1;
  }
  logger.info({ event: 'stopped' }, 'stopped');
  // An IPC channel to the parent would keep the process alive.
  if (process.connected) process.disconnect();
}

function readSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Readonly<Record<string, string | undefined>>,
) {
  try {
    return parseSettings(shape, environment);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 78; // EX_CONFIG
    if (process.connected) process.disconnect();
    return undefined;
  }
}

/** Resolves at the first SIGTERM or SIGINT, or when a supervising parent has gone; from then on the deadline runs. */
function stopSignal(logger: Logger, deadlineMs: number): Promise<string> {
  return new Promise((resolve) => {
    let stopping = false;
    const stop = (signal: string): void => {
      if (stopping) {
        logger.warn({ event: 'forced', signal }, 'forced to stop');
        process.exit(1);
      }
      stopping = true;
      setTimeout(() => {
        logger.error({ event: 'deadline', deadlineMs }, 'did not stop within the deadline');
        process.exit(1);
      }, deadlineMs).unref();
      resolve(signal);
    };
    process.on('SIGTERM', () => stop('SIGTERM'));
    process.on('SIGINT', () => stop('SIGINT'));
    process.once('disconnect', () => {
      if (!stopping) stop('disconnect');
    });
  });
}
