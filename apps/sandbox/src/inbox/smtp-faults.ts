import { z } from 'zod';

const smtpCommands = ['connect', 'auth', 'mail', 'rcpt', 'data'] as const;
export type SmtpCommand = (typeof smtpCommands)[number];

/** Trouble for the next `times` uses of a command: it waits, it is refused, or the answer to the data never comes. */
export const smtpFaultSchema = z
  .object({
    command: z.enum(smtpCommands).default('data'),
    responseCode: z.number().int().min(400).max(599).optional(),
    message: z
      .string()
      .max(200)
      .regex(/^[\x20-\x7e]*$/, 'must be printable ASCII')
      .default('Refused, as asked'),
    delayMs: z.number().int().min(0).max(600_000).default(0),
    /** The message is taken and kept, then the connection closes without a reply. */
    dropAfterData: z.boolean().default(false),
    times: z.number().int().min(1).max(10_000).default(1),
  })
  .refine((fault) => fault.responseCode !== undefined || fault.delayMs > 0 || fault.dropAfterData, {
    message: 'must have a responseCode, a delayMs or dropAfterData',
  })
  .refine((fault) => !fault.dropAfterData || fault.command === 'data', {
    path: ['command'],
    message: 'must be "data" for dropAfterData',
  });
export type SmtpFault = z.infer<typeof smtpFaultSchema>;

export type SmtpFaults = {
  add(fault: SmtpFault): void;
  /** The oldest fault that waits for this command, used up by one. */
  take(command: SmtpCommand): SmtpFault | undefined;
  /** What is still to come; `times` counts down. */
  list(): SmtpFault[];
  clear(): void;
};

export function createSmtpFaults(): SmtpFaults {
  let pending: SmtpFault[] = [];
  return {
    add(fault) {
      pending.push({ ...fault });
    },
    take(command) {
      const fault = pending.find((candidate) => candidate.command === command);
      if (!fault) return undefined;
      fault.times -= 1;
      pending = pending.filter(({ times }) => times > 0);
      return fault;
    },
    list: () => pending.map((fault) => ({ ...fault })),
    clear() {
      pending = [];
    },
  };
}
