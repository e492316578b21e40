import type { AddressInfo } from 'node:net';
import type { SampleCall } from '@callscript/samples';
import type { Logger, Service } from '@callscript/service';
import { buildApp } from './app.ts';
import type { Config } from './config.ts';
import { createVendorFaults } from './faults/vendor-faults.ts';
import { openMailbox } from './inbox/mailbox.ts';
import { createSmtpFaults } from './inbox/smtp-faults.ts';
import { startSmtpServer } from './inbox/smtp-server.ts';
import { createDeliveryLog } from './mcube/delivery-log.ts';
import { createRecordingFaults } from './mcube/recording-faults.ts';
import { openRecordingLibrary } from './mcube/recording-library.ts';
import { createJobStore } from './sarvam/job-store.ts';
import { createRequestLog } from './stt/request-log.ts';
import { createSpokenCalls } from './stt/spoken-calls.ts';

export type Sandbox = Service & { url: string; smtpPort: number };

/**
 * Starts the outside world, with the recordings at the given paths hosted under their file names, and speech recognition
 * that knows the sample calls word by word. Disposing stops it: open downloads, deliveries and SMTP sessions are cut off.
 */
export async function startSandbox(
  config: Config,
  {
    recordings: given,
    samples,
    logger,
  }: { recordings: readonly string[]; samples: readonly SampleCall[]; logger: Logger },
): Promise<Sandbox> {
  await using stack = new AsyncDisposableStack();

  const recordings = stack.use(await openRecordingLibrary(config.mcube, given));
  const mailbox = await openMailbox(config.inbox);
  const smtpFaults = createSmtpFaults();
  const stopping = new AbortController();

  const app = await buildApp({
    logger,
    mcube: {
      recordings,
      recordingFaults: createRecordingFaults(),
      deliveries: createDeliveryLog(),
      delivery: { ...config.mcube, signal: stopping.signal },
      maxUploadBytes: config.mcube.maxUploadBytes,
    },
    inbox: { mailbox, smtpFaults },
    speech: {
      faults: createVendorFaults(),
      spokenCalls: createSpokenCalls(samples),
      requests: createRequestLog(),
      jobs: createJobStore(config.sarvam.jobMs),
    },
  });
  stack.defer(() => app.close());

  const smtp = stack.use(await startSmtpServer(config.smtp, { mailbox, faults: smtpFaults, logger }));
  stack.defer(() => stopping.abort());

  await app.listen(config.http);
  const { address, family, port } = app.server.address() as AddressInfo;
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  logger.info({ event: 'listening', url, smtpPort: smtp.port }, 'listening');

  const resources = stack.move();
  return { url, smtpPort: smtp.port, checks: {}, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}
