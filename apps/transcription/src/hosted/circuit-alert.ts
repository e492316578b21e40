import { appendSysLog, type Db } from '@callscript/db';
import type { Logger } from '@callscript/pipeline';
import type { HostedProviderName } from './provider.ts';
import type { Circuit } from './vendor-guard.ts';

const words: Readonly<Record<Circuit, string>> = {
  open: 'is not asked any more: it has failed again and again',
  half_open: 'is asked once, to see whether it is back',
  closed: 'is asked again',
};

/** Tells operators, once for each change, whether a hosted provider is asked. */
export async function announceCircuit(
  { db, logger }: { db: Db; logger: Logger },
  { provider, circuit, reason }: { provider: HostedProviderName; circuit: Circuit; reason: string | undefined },
): Promise<void> {
  const message = `${provider} ${words[circuit]}`;
  const details = { provider, circuit, ...(reason === undefined ? {} : { reason }) };
  const isOpen = circuit === 'open';
  logger[isOpen ? 'error' : 'info']({ event: 'stt_circuit', ...details }, message);
  try {
    await appendSysLog(db, { source: 'transcription', level: isOpen ? 'error' : 'info', message, details });
  } catch (err) {
    logger.warn({ err, event: 'alert_not_stored', provider, circuit }, 'the alert is in this log alone');
  }
}
