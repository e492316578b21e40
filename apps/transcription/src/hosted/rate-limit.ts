import { setTimeout as sleep } from 'node:timers/promises';
import { TokenBucket } from 'limiter';
import { ProviderError } from './provider-error.ts';
import type { HostedProviderName } from './provider.ts';

export interface RateLimit {
  /** @throws ProviderError rate_limited when the wait would be long; the signal's reason */
  take(signal: AbortSignal): Promise<void>;
}

/** Longer waits are the pipeline's, which holds no slot for them. */
const maxWaitMs = 2_000;

/** Keeps this process within what the vendor allows an account; several processes share that out by their settings. */
export function createRateLimit(provider: HostedProviderName, perMinute: number): RateLimit {
  const bucket = new TokenBucket({ bucketSize: perMinute, tokensPerInterval: perMinute, interval: 'minute' });
  bucket.content = perMinute;
  return {
    async take(signal) {
      while (!bucket.tryRemoveTokens(1)) {
        const waitMs = bucket.getWaitTime(1);
        if (waitMs > maxWaitMs) {
          const message = `${perMinute} requests a minute are what ${provider} gets from this process`;
          throw new ProviderError(provider, 'rate_limited', message, { retryAfterMs: waitMs * (1 + Math.random()) });
        }
        await sleep(Math.max(waitMs, 10), undefined, { signal }).catch(() => signal.throwIfAborted());
      }
    },
  };
}
