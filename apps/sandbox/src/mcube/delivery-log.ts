import type { SignatureKind } from './sign.ts';

/** One webhook as the log tells it. The answer's body is left out: an activation's holds a secret. */
export type LoggedDelivery = {
  id: string;
  at: string;
  event: string;
  bid: string;
  callid: string;
  url: string;
  signature: SignatureKind;
  attempts: number;
  status: number | null;
  error: string | null;
  durationMs: number;
};

export type DeliveryLog = {
  add(delivery: LoggedDelivery): void;
  /** Newest first. */
  list(): LoggedDelivery[];
};

const entriesMax = 500;

export function createDeliveryLog(): DeliveryLog {
  const entries: LoggedDelivery[] = [];
  return {
    add(delivery) {
      entries.unshift(delivery);
      entries.length = Math.min(entries.length, entriesMax);
    },
    list: () => [...entries],
  };
}
