import type { Vendor, VendorFault } from './vendor-fault.ts';

export type VendorFaults = {
  add(fault: VendorFault): void;
  /** The oldest fault that waits for such a request, used up by one. */
  take(request: { vendor: Vendor; operation: string; apiKey: string | undefined }): VendorFault | undefined;
  /** What is still to come; `times` counts down. Keys are left out. */
  list(): Omit<VendorFault, 'apiKey'>[];
  clear(): void;
};

export function createVendorFaults(): VendorFaults {
  let pending: VendorFault[] = [];
  return {
    add(fault) {
      pending.push({ ...fault });
    },
    take({ vendor, operation, apiKey }) {
      const fault = pending.find(
        (candidate) =>
          candidate.vendor === vendor &&
          (candidate.operation ?? operation) === operation &&
          (candidate.apiKey ?? apiKey) === apiKey,
      );
      if (fault === undefined) return undefined;
      fault.times -= 1;
      pending = pending.filter(({ times }) => times > 0);
      return fault;
    },
    list: () => pending.map(({ apiKey: _apiKey, ...fault }) => fault),
    clear() {
      pending = [];
    },
  };
}
