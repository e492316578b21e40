import { z } from 'zod';

export const vendors = ['sarvam', 'deepgram'] as const;
export type Vendor = (typeof vendors)[number];

export const operations = {
  deepgram: ['listen'],
  sarvam: ['clip', 'create_job', 'upload_files', 'upload', 'start_job', 'status', 'download_files', 'download'],
} as const satisfies Record<Vendor, readonly string[]>;

const common = {
  vendor: z.enum(vendors),
  /** Every operation of the vendor when absent. */
  operation: z.string().optional(),
  /** Requests with this key alone; everybody's when absent. */
  apiKey: z.string().min(1).optional(),
  times: z.number().int().min(1).max(10_000).default(1),
};

const milliseconds = z.number().int().min(0).max(3_600_000);

/** What can happen to a request instead of what should. */
const transportFaults = [
  z.strictObject({
    ...common,
    kind: z.literal('status'),
    status: z.number().int().min(400).max(599),
    /** One of the vendor's own codes; each status has a usual one. */
    code: z.string().max(100).optional(),
    message: z.string().max(1_000).optional(),
    retryAfterSeconds: z.number().int().min(0).max(86_400).optional(),
    /** Deepgram has three ways to say it. */
    shape: z.enum(['code', 'category', 'text']).default('code'),
  }),
  /** It is done, later. */
  z.strictObject({ ...common, kind: z.literal('delay'), ms: milliseconds }),
  /** No answer ever; the connection is closed, before or within the answer; an answer that is none. */
  z.strictObject({ ...common, kind: z.enum(['hang', 'cut', 'half', 'garbage', 'wrong_shape', 'html', 'empty']) }),
  /** It is done, and nobody is told. */
  z.strictObject({ ...common, kind: z.literal('lost_answer') }),
  /** The recording holds no speech. */
  z.strictObject({ ...common, kind: z.literal('no_speech') }),
] as const;

/** What can become of a Sarvam job; told when it is started. */
const jobFaults = [
  z.strictObject({
    ...common,
    kind: z.enum(['never_finishes', 'failed_job', 'failed_file', 'missing_output', 'unknown_state']),
  }),
] as const;

const anyFaultSchema = z.discriminatedUnion('kind', [...transportFaults, ...jobFaults]);
export type VendorFault = z.infer<typeof anyFaultSchema>;
export type JobFault = Extract<VendorFault, { kind: z.infer<(typeof jobFaults)[0]>['kind'] }>;

export const vendorFaultSchema = anyFaultSchema
  .refine(({ vendor, operation }) => operation === undefined || isOperation(vendor, operation), {
    path: ['operation'],
    message: `must be one of ${vendors.map((vendor) => `${vendor}: ${operations[vendor].join(', ')}`).join('; ')}`,
  })
  .refine((fault) => !isJobFault(fault) || (fault.vendor === 'sarvam' && fault.operation === 'start_job'), {
    path: ['operation'],
    message: "must be sarvam's start_job for what becomes of a job",
  });

const jobFaultKinds: ReadonlySet<string> = new Set(jobFaults[0].shape.kind.options);

export function isJobFault(fault: VendorFault): fault is JobFault {
  return jobFaultKinds.has(fault.kind);
}

function isOperation(vendor: Vendor, operation: string): boolean {
  const known: readonly string[] = operations[vendor];
  return known.includes(operation);
}
