import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface DevelopmentSecrets {
  platformSecret: string;
  /** Encrypts what is in the database, so it must outlive the process. */
  secretsKey: string;
  jwtSecret: string;
  adminPassword: string;
  /** What each activation answered, by BID: it is shown once. */
  webhookSecrets: Record<string, string>;
}

/** The secrets of this clone: made at the first start, the same from then on, readable by their owner alone. */
export async function loadSecrets(file: string): Promise<DevelopmentSecrets> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as DevelopmentSecrets;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const secrets = {
    platformSecret: randomBytes(32).toString('base64url'),
    secretsKey: randomBytes(32).toString('hex'),
    jwtSecret: randomBytes(32).toString('hex'),
    adminPassword: randomBytes(12).toString('base64url'),
    webhookSecrets: {},
  };
  await writePrivateJson(file, secrets);
  return secrets;
}

/** In one step, so that a reader never sees half a file. */
export async function writePrivateJson(file: string, value: object): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(draft, file);
}
