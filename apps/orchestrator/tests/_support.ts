import type { CallKey, Stage } from '@callscript/contracts';
import { listDeadLetters, updatePipelineConfig, type CallRow, type Database, type DeadLetterRow } from '@callscript/db';
import { createTcpProxy, waitFor, type TcpProxy } from '@callscript/devstack/testing';
import { queueName } from '@callscript/messaging';
import { addBusiness, createPlatform, insertCall, type Platform } from '@callscript/pipeline/testing';
import { createLogger, createMetrics, parseSettings } from '@callscript/service';
import { orchestratorSettings } from '../src/config.ts';
import { startOrchestrator } from '../src/service.ts';

export const bid = '6004';

/** An empty platform with one business that keeps calls hot for 90 days. */
export type World = Platform;

export async function createWorld(): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const platform = stack.use(await createPlatform());
  await addRetainingBusiness(platform.database, bid, 90);
  const resources = stack.move();
  return { ...platform, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** A business that keeps calls hot for so long. */
export async function addRetainingBusiness(database: Database, id: string, hotRetentionDays: number): Promise<void> {
  await addBusiness(database, id);
  await updatePipelineConfig(database.db, id, { hot_retention_days: hotRetentionDays, warm_retention_days: 3650 });
}

export interface Orchestrator extends AsyncDisposable {
  leads(): Promise<boolean>;
  /** Everything it wrote to its log. */
  log(): string;
}

/** An orchestrator in this process, at whatever addresses it is given. */
export async function startTestOrchestrator(
  { databaseUrl, brokerUrl }: Pick<World, 'databaseUrl' | 'brokerUrl'>,
  overrides: Record<string, string> = {},
): Promise<Orchestrator> {
  const settings = parseSettings(orchestratorSettings, {
    DATABASE_URL: databaseUrl,
    BROKER_URL: brokerUrl,
    SWEEP_INTERVAL_MS: '100',
    RECEIVED_GRACE_MS: '0',
    RETRY_BASE_MS: '1',
    ...overrides,
  });
  const lines: string[] = [];
  const logger = createLogger({ service: 'orchestrator', level: 'debug' }, { write: (line) => void lines.push(line) });
  const metrics = createMetrics('orchestrator');
  const service = await startOrchestrator({ settings, logger, metrics });
  return {
    async leads() {
      const metric = await metrics.getSingleMetric('callscript_orchestrator_leads')?.get();
      return metric?.values[0]?.value === 1;
    },
    log: () => lines.join(''),
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}

/** The same server through a proxy that can break the way to it. */
export async function throughProxy(url: string): Promise<TcpProxy & { url: string }> {
  const proxied = new URL(url);
  const proxy = await createTcpProxy({ targetPort: Number(proxied.port) });
  proxied.port = String(proxy.port);
  return { ...proxy, url: proxied.href };
}

const idle = { stage: null, next_attempt_at: null };

/** A call that nothing is due for; overrides are columns. */
export async function insertIdleCall(world: World, overrides: Record<string, unknown> = {}): Promise<CallRow> {
  return await insertCall(world, {
    bid,
    call_starttime: new Date(),
    call_endtime: new Date(),
    recording_url: 'https://recordings.example.com/1.wav',
    processing_state: 'notified',
    ...idle,
    ...overrides,
  });
}

export const past = new Date('2026-01-01T00:00:00Z');
export const received = { processing_state: 'received', stage: 'transcribe', next_attempt_at: past };
/** Its worker is gone. */
export const abandoned = {
  processing_state: 'analyzing',
  stage: 'analyze',
  lease_owner: 'analysis@gone',
  lease_until: past,
};
/** Given up, and nobody has heard of it yet. */
export const owing = {
  processing_state: 'failed_stt',
  failed_stage: 'transcribe',
  error_class: 'login_required',
  error_message: 'the recording needs a login',
  attempts: 1,
  first_failed_at: past,
  last_failed_at: past,
};
export const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);

/** Takes a stage's permits until one comes that names the call. */
export async function untilPermit({ broker }: World, stage: Stage, { callid }: CallKey): Promise<void> {
  const callids: string[] = [];
  await using _ = await broker.consume({
    queue: queueName(stage),
    prefetch: 10,
    onMessage(delivery) {
      callids.push((JSON.parse(delivery.body.toString()) as CallKey).callid);
      delivery.ack();
    },
  });
  await waitFor(() => callids.includes(callid), { message: `no permit for ${stage} came` });
}

export async function listLetters({ database }: World, callid: string | null): Promise<DeadLetterRow[]> {
  const letters = await listDeadLetters(database.db, { limit: 1_000 });
  return letters.filter((letter) => letter.callid === callid);
}
