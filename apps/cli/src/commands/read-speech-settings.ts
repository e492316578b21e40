import { readFileSync } from 'node:fs';
import { speechSettingsSchema, type SpeechSettings } from '@callscript/contracts';
import { UsageError } from '../usage-error.ts';

/** @throws UsageError that names the file, or the field in it that does not fit */
export function readSpeechSettings(file: string): SpeechSettings {
  const parsed = speechSettingsSchema.safeParse(readJson(file));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new UsageError(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
