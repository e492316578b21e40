import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface ServerDirectory {
  path: string;
  temporary: boolean;
  /** Of the server's only user; the same for as long as the directory exists. */
  password: string;
}

/** Opens (and where needed creates) the directory of one server, readable by its owner alone. */
export async function openServerDirectory(parent: string | undefined, name: string): Promise<ServerDirectory> {
  const path = parent === undefined ? await mkdtemp(join(tmpdir(), `callscript-${name}-`)) : join(parent, name);
  await mkdir(path, { recursive: true, mode: 0o700 });
  return { path: await realpath(path), temporary: parent === undefined, password: await readPassword(path) };
}

async function readPassword(directory: string): Promise<string> {
  const file = join(directory, 'password');
  const existing = await readFile(file, 'utf8').catch(() => '');
  if (existing) return existing;
  const password = randomBytes(18).toString('hex');
  await writeFile(file, password, { mode: 0o600 });
  return password;
}
