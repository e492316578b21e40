import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SettingsError } from '@callscript/service';
import { z } from 'zod';

/** Where the platform is. Which of them a command needs, and whether they are well-formed, is seen when it connects. */
export interface Settings {
  values: { DATABASE_URL?: string | undefined; BROKER_URL?: string | undefined };
  /** For messages about an address that does not answer. */
  origin: string;
}

/** Written by `npm start`. */
const runFile = join('.callscript', 'run.json');
const runSchema = z.object({ databaseUrl: z.string(), brokerUrl: z.string() });

/**
 * The environment, or else the platform that `npm start` runs from this directory. Never one address from each: a dead
 * letter of one platform must not be announced to the broker of another.
 *
 * @throws SettingsError
 */
export async function findSettings(
  environment: Readonly<Record<string, string | undefined>>,
  directory: string,
): Promise<Settings> {
  const { DATABASE_URL, BROKER_URL } = environment;
  if (DATABASE_URL || BROKER_URL) return { values: { DATABASE_URL, BROKER_URL }, origin: 'the environment' };
  const run = await readRunFile(join(directory, runFile));
  return { values: { DATABASE_URL: run.databaseUrl, BROKER_URL: run.brokerUrl }, origin: `${runFile} of npm start` };
}

async function readRunFile(path: string): Promise<z.infer<typeof runSchema>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new SettingsError(`set DATABASE_URL and BROKER_URL, or run this where npm start runs: there is no ${path}`);
  }
  try {
    return runSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new SettingsError(`${path} does not say where the database and the broker are`, { cause: error });
  }
}
