import { z } from 'zod';

const flag = z
  .enum(['true', 'false'])
  .default('false')
  .transform((text) => text === 'true');
const list = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((value) => [value].flat());

/** Parameters that change what is answered here; the vendor has many more, which are let through. */
export const listenQuerySchema = z
  .looseObject({
    model: z
      .string()
      .regex(/^(nova-3|nova-2|nova|enhanced|base|whisper)(-[a-z]+)*$/)
      .default('base-general'),
    language: z
      .string()
      .regex(/^(multi|[a-z]{2,3}(-[A-Za-z0-9]{2,4})*)$/)
      .optional(),
    detect_language: flag,
    multichannel: flag,
    diarize: flag,
    diarize_model: z.enum(['latest', 'v1', 'v2']).optional(),
    utterances: flag,
    punctuate: flag,
    smart_format: flag,
    mip_opt_out: flag,
    keyterm: list,
  })
  .refine(({ model, keyterm }) => keyterm.length === 0 || model.startsWith('nova-3'), 'keyterm needs a nova-3 model');

export type ListenQuery = z.infer<typeof listenQuerySchema>;
