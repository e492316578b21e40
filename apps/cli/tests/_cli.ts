import { PassThrough, Writable } from 'node:stream';
import { tmpdir } from 'node:os';
import { createDatabase, migrateDatabase, type Database } from '@callscript/db';
import { createTestEnvironment } from '@callscript/devstack/testing';
import type { ExitCode } from '../src/exit-codes.ts';
import { runCli } from '../src/run-cli.ts';

export interface Answer {
  exitCode: ExitCode;
  stdout: string;
  stderr: string;
}

export interface Given {
  /** All of standard input. */
  input?: string;
  /** A person at the terminal: what is typed after each prompt that appears, in order. */
  typed?: readonly string[];
  environment?: Record<string, string>;
  directory?: string;
}

/** Runs a command line in this process. */
export async function callscript(args: readonly string[], given: Given = {}): Promise<Answer> {
  const isTTY = given.typed !== undefined;
  const answers = [...(given.typed ?? [])];
  const stdin = Object.assign(new PassThrough(), { isTTY });
  if (!isTTY) stdin.end(given.input ?? '');
  let stdout = '';
  let stderr = '';
  const out = new Writable({
    write(chunk, _encoding, done) {
      stdout += String(chunk);
      done();
    },
  });
  const err = new Writable({
    write(chunk, _encoding, done) {
      stderr += String(chunk);
      if (/(: |\? \[y\/N\] )$/.test(String(chunk))) stdin.write(answers.shift() ?? '\u0003');
      done();
    },
  });
  const exitCode = await runCli(args, {
    environment: given.environment ?? {},
    directory: given.directory ?? tmpdir(),
    stdin,
    stdout: out,
    stderr: Object.assign(err, { isTTY }),
  });
  return { exitCode, stdout, stderr };
}

export interface TestPlatform extends AsyncDisposable {
  database: Database;
  addresses: { DATABASE_URL: string; BROKER_URL: string };
  callscript(args: readonly string[], given?: Given): Promise<Answer>;
}

/** A migrated database and a broker of the test file's own. */
export async function startTestPlatform(): Promise<TestPlatform> {
  await using stack = new AsyncDisposableStack();
  const { databaseUrl, brokerUrl } = stack.use(await createTestEnvironment());
  await migrateDatabase(databaseUrl);
  const database = stack.use(createDatabase({ url: databaseUrl }));
  const addresses = { DATABASE_URL: databaseUrl, BROKER_URL: brokerUrl };
  const resources = stack.move();
  return {
    database,
    addresses,
    callscript: (args, given = {}) => callscript(args, { environment: addresses, ...given }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
