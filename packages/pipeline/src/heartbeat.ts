import { LeaseLostError, renewLease, type Claim, type Db } from '@callscript/db';

/**
 * Keeps a claim's lease alive while its work runs. `signal` aborts when the lease is lost: taken over by the sweep, or not
 * renewed for as long as it lasts because the database is away.
 */
export function startHeartbeat(db: Db, claim: Claim, leaseMs: number): Disposable & { signal: AbortSignal } {
  const controller = new AbortController();
  let renewedAt = performance.now();
  let renewing = false;
  const giveUpWhenOverdue = (): void => {
    if (performance.now() - renewedAt >= leaseMs) controller.abort(new LeaseLostError(claim));
  };
  async function beat(): Promise<void> {
    // A server that hangs answers neither yes nor no.
    if (renewing) return giveUpWhenOverdue();
    renewing = true;
    const startedAt = performance.now();
    try {
      if (await renewLease(db, claim, leaseMs)) renewedAt = startedAt;
      else controller.abort(new LeaseLostError(claim));
    } catch {
      giveUpWhenOverdue();
    } finally {
      renewing = false;
    }
  }
  const timer = setInterval(() => void beat(), leaseMs / 3);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
