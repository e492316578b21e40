import { ProviderError } from './provider-error.ts';
import type { HostedProviderName } from './provider.ts';
import type { VendorAnswer, VendorClient, VendorRequest } from './vendor-client.ts';
import type { VendorGuard } from './vendor-guard.ts';

export interface VendorQuestion<Result> extends Omit<VendorRequest, 'url'> {
  /** Below the base URL; or the whole address, where the vendor has given one out. */
  readonly path: string | URL;
  /** Reads a success. What it throws counts as the vendor's failure like any other. */
  readonly read: (answer: VendorAnswer) => Result;
  /** What an answer that is no success means. */
  readonly refuse: (answer: VendorAnswer) => ProviderError;
}

/** A vendor as its provider asks it: guarded by the circuit, counted, and refused in the vendor's own words. */
export interface Vendor {
  /** @throws ProviderError; the signal's reason */
  ask<Result>(operation: string, question: VendorQuestion<Result>): Promise<Result>;
}

export interface VendorEvents {
  /** `outcome` is `success` or the code of the failure. */
  asked(provider: HostedProviderName, operation: string, outcome: string, durationMs: number): void;
}

export interface VendorParts {
  readonly provider: HostedProviderName;
  readonly baseUrl: URL;
  readonly client: VendorClient;
  readonly guard: VendorGuard;
  readonly events: VendorEvents;
}

export function createVendor({ provider, baseUrl, client, guard, events }: VendorParts): Vendor {
  const base = baseUrl.href.replace(/\/+$/, '');
  return {
    async ask(operation, { path, read, refuse, ...question }) {
      const startedAt = performance.now();
      const url = path instanceof URL ? path : new URL(`${base}${path}`);
      try {
        const result = await guard.run(async () => {
          const answer = await client.send({ ...question, url });
          if (answer.status < 200 || answer.status > 299) throw refuse(answer);
          return read(answer);
        });
        events.asked(provider, operation, 'success', performance.now() - startedAt);
        return result;
      } catch (error) {
        const outcome = error instanceof ProviderError ? error.code : 'aborted';
        events.asked(provider, operation, outcome, performance.now() - startedAt);
        throw error;
      }
    },
  };
}
