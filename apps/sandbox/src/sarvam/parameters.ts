import { z } from 'zod';

const languages = 'hi bn kn ml mr od pa ta te en gu as ur ne kok ks sd sa sat mni brx mai doi'.split(' ');

const fields = {
  model: z.enum(['saaras:v3', 'saaras:v4']).default('saaras:v3'),
  mode: z.enum(['transcribe', 'translate', 'verbatim', 'translit', 'codemix']).default('transcribe'),
  language_code: z.enum(['unknown', ...languages.map((language) => `${language}-IN`)]).default('unknown'),
};

const keyterms = z.array(z.string().min(1).max(64)).max(50).optional();
const areKeytermsKnown = ({ model, keyterms: terms }: { model: string; keyterms?: unknown[] | undefined }) =>
  terms === undefined || model === 'saaras:v4';
const onlyV4 = { path: ['keyterms'], message: 'needs the model saaras:v4' };

export const jobParametersSchema = z
  .looseObject({
    ...fields,
    keyterms,
    with_timestamps: z.boolean().default(false),
    with_diarization: z.boolean().default(false),
    num_speakers: z.number().int().min(1).max(10).optional(),
  })
  .refine(areKeytermsKnown, onlyV4);
export type JobParameters = z.infer<typeof jobParametersSchema>;

/** The same, as the text fields of a form. */
export const clipParametersSchema = z
  .looseObject({
    ...fields,
    keyterms: z
      .string()
      .transform((text, context): unknown => {
        try {
          return JSON.parse(text);
        } catch {
          context.addIssue({ code: 'custom', message: 'must be a JSON array' });
          return z.NEVER;
        }
      })
      .pipe(keyterms)
      .optional(),
    with_timestamps: z
      .enum(['true', 'false'])
      .default('false')
      .transform((text) => text === 'true'),
  })
  .refine(areKeytermsKnown, onlyV4);
