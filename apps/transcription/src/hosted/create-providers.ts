import { findSttJob, forgetSttJob, saveSttJob, type Db } from '@callscript/db';
import type { Logger } from '@callscript/pipeline';
import type { z } from 'zod';
import { announceCircuit } from './circuit-alert.ts';
import { createDeepgram } from './deepgram/deepgram.ts';
import type { hostedSettings } from './hosted-settings.ts';
import type { HostedMetrics } from './metrics.ts';
import type { HostedProvider, HostedProviderName } from './provider.ts';
import { createRateLimit } from './rate-limit.ts';
import { createSarvamApi } from './sarvam/sarvam-api.ts';
import type { JobMemory } from './sarvam/sarvam-job.ts';
import { createSarvam } from './sarvam/sarvam.ts';
import { createVendorClient } from './vendor-client.ts';
import { createVendorGuard } from './vendor-guard.ts';
import { createVendor, type Vendor } from './vendor.ts';

type Settings = z.infer<z.ZodObject<typeof hostedSettings>>;

export interface ProviderDeps {
  readonly settings: Settings;
  readonly db: Db;
  readonly logger: Logger;
  readonly metrics: HostedMetrics;
  /** Closes the connections of what is created. */
  readonly stack: AsyncDisposableStack;
}

/** The hosted providers that this process has keys for. */
export function createProviders(deps: ProviderDeps): ReadonlyMap<HostedProviderName, HostedProvider> {
  const { SARVAM_API_KEY, DEEPGRAM_API_KEY } = deps.settings;
  const providers = new Map<HostedProviderName, HostedProvider>();
  if (SARVAM_API_KEY !== undefined) providers.set('sarvam', buildSarvam(deps, SARVAM_API_KEY));
  if (DEEPGRAM_API_KEY !== undefined) providers.set('deepgram', buildDeepgram(deps, DEEPGRAM_API_KEY));
  return providers;
}

function buildSarvam(deps: ProviderDeps, apiKey: string): HostedProvider {
  const { settings, db } = deps;
  return createSarvam({
    api: createSarvamApi(buildVendor(deps, 'sarvam', settings.SARVAM_BASE_URL, apiKey), apiKey),
    memoryOf: (call) => rememberJob(db, call),
    clips: createRateLimit('sarvam', settings.SARVAM_CLIPS_PER_MINUTE),
    jobs: createRateLimit('sarvam', settings.SARVAM_JOBS_PER_MINUTE),
    pollMs: settings.SARVAM_POLL_MS,
    limitMs: settings.SARVAM_JOB_LIMIT_MS,
    model: settings.SARVAM_MODEL,
    mode: settings.SARVAM_MODE,
    usdPerHour: {
      plain: settings.SARVAM_INR_PER_HOUR / settings.INR_PER_USD,
      diarized: settings.SARVAM_INR_PER_HOUR_DIARIZED / settings.INR_PER_USD,
    },
  });
}

function buildDeepgram(deps: ProviderDeps, apiKey: string): HostedProvider {
  const { settings } = deps;
  return createDeepgram({
    vendor: buildVendor(deps, 'deepgram', settings.DEEPGRAM_BASE_URL, apiKey),
    apiKey,
    model: settings.DEEPGRAM_MODEL,
    optOut: settings.DEEPGRAM_MIP_OPT_OUT === 'true',
    concurrency: settings.DEEPGRAM_CONCURRENCY,
    timeoutMs: settings.DEEPGRAM_TIMEOUT_MS,
    usdPerMinute: settings.DEEPGRAM_USD_PER_MINUTE,
  });
}

function buildVendor(
  { settings, db, logger, metrics, stack }: ProviderDeps,
  provider: HostedProviderName,
  address: string,
  apiKey: string,
): Vendor {
  const baseUrl = new URL(address);
  const client = stack.use(createVendorClient({ provider, baseUrl, apiKey }));
  metrics.circuit(provider, 'closed');
  const guard = createVendorGuard({
    provider,
    failures: settings.STT_CIRCUIT_FAILURES,
    openMs: settings.STT_CIRCUIT_OPEN_MS,
    onCircuit(circuit, reason) {
      metrics.circuit(provider, circuit);
      void announceCircuit({ db, logger }, { provider, circuit, reason });
    },
  });
  return createVendor({ provider, baseUrl, client, guard, events: metrics });
}

/** What a vendor kept for longer than this it has perhaps thrown away, and a newer job does as well. */
const maxJobAgeMs = 24 * 3_600_000;

function rememberJob(db: Db, { bid, callid }: { bid: string; callid: string }): JobMemory {
  const job = { bid, callid, provider: 'sarvam' } as const;
  return {
    recall: () => findSttJob(db, job, maxJobAgeMs),
    remember: (id) => saveSttJob(db, job, id),
    forget: () => forgetSttJob(db, job),
  };
}
