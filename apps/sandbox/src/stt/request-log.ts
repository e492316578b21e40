import type { Vendor } from '../faults/vendor-fault.ts';

/** One request to a vendor, without its key and its recording. */
export type VendorRequestEntry = {
  at: string;
  vendor: Vendor;
  operation: string;
  /** What it asked for: the query, or the job's parameters. */
  asked: object;
};

export type RequestLog = {
  add(entry: Omit<VendorRequestEntry, 'at'>): void;
  /** Oldest first. */
  list(vendor: Vendor): VendorRequestEntry[];
  clear(vendor: Vendor): void;
};

const entriesMax = 2_000;

export function createRequestLog(): RequestLog {
  let entries: VendorRequestEntry[] = [];
  return {
    add(entry) {
      entries.push({ at: new Date().toISOString(), ...entry });
      if (entries.length > entriesMax) entries.shift();
    },
    list: (vendor) => entries.filter((entry) => entry.vendor === vendor),
    clear(vendor) {
      entries = entries.filter((entry) => entry.vendor !== vendor);
    },
  };
}
