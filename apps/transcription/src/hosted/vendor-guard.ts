import { BrokenCircuitError, circuitBreaker, CircuitState, ConsecutiveBreaker, handleWhen } from 'cockatiel';
import { ProviderError } from './provider-error.ts';
import type { HostedProviderName } from './provider.ts';

export type Circuit = 'closed' | 'half_open' | 'open';

export interface VendorGuardOptions {
  readonly provider: HostedProviderName;
  /** Outages in a row that open the circuit. */
  readonly failures: number;
  readonly openMs: number;
  /** `reason` says what opened it. */
  readonly onCircuit: (circuit: Circuit, reason: string | undefined) => void;
}

/** What stands between the calls and a vendor that is down. */
export interface VendorGuard {
  /** @throws ProviderError circuit_open, without asking the vendor */
  run<T>(ask: () => Promise<T>): Promise<T>;
}

/** While one request finds out whether the vendor is back, the others need not wait for its answer. */
const trialWaitMs = 5_000;

const circuits: Readonly<Record<CircuitState, Circuit>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Open]: 'open',
  [CircuitState.Isolated]: 'open',
};

/** A circuit that outages in a row open, and the first request after a while closes again if it succeeds. */
export function createVendorGuard({ provider, failures, openMs, onCircuit }: VendorGuardOptions): VendorGuard {
  const outage = handleWhen((error) => error instanceof ProviderError && error.isOutage);
  const breaker = circuitBreaker(outage, { halfOpenAfter: openMs, breaker: new ConsecutiveBreaker(failures) });
  let opensAt = 0;
  let reason: string | undefined;
  breaker.onBreak((broken) => {
    opensAt = Date.now() + openMs;
    reason = 'error' in broken && broken.error instanceof Error ? broken.error.message : undefined;
  });
  breaker.onStateChange((state) => onCircuit(circuits[state], state === CircuitState.Open ? reason : undefined));

  /** Not all calls at the same moment: the vendor has just been down. */
  function refuse(waitMs: number): ProviderError {
    const retryAfterMs = Math.round(Math.max(waitMs, 100) * (1 + Math.random() / 2));
    const message = `${provider} is not asked for the moment, because it has failed again and again: ${reason ?? 'unknown'}`;
    return new ProviderError(provider, 'circuit_open', message, { retryAfterMs });
  }

  return {
    async run(ask) {
      if (breaker.state === CircuitState.HalfOpen) throw refuse(trialWaitMs);
      try {
        return await breaker.execute(ask);
      } catch (error) {
        throw error instanceof BrokenCircuitError ? refuse(opensAt - Date.now()) : error;
      }
    },
  };
}
