// The door to the repository: `npm start`, `npm test` and `npm run check` come through here with whatever Node (20 or
// newer) and npm the machine has. Installs the dependencies where needed, then goes on with the project's own Node.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MODULES = join(ROOT, 'node_modules');
const BIN = join(MODULES, '.bin');
const LOCK = join(ROOT, 'package-lock.json');

/** Holds the hash of the lock file that was installed last, or says which process installs. */
const INSTALLED = join(MODULES, '.callscript-lock');
const INSTALLING = 'installing as process ';

// `npm ci` insists on a lock file with the binaries of every platform, and `--no-save` leaves ours as it is: it holds
// those of Linux, so other systems resolve the (exact) versions of package.json themselves.
const INSTALL_OPTIONS = [
  '--no-save',
  '--no-audit',
  '--no-fund',
  '--loglevel=error',
  ...(process.platform === 'linux' ? [] : ['--no-package-lock']),
];

const CHECKS = [
  { name: 'format', command: ['oxfmt', '--check', '.'] },
  { name: 'lint', command: ['oxlint', '--type-aware', '.'] },
  { name: 'types', command: ['turbo', 'run', 'typecheck'] },
  { name: 'dead code', command: ['knip'] },
];

const TASKS = {
  start: (args) => run(['node', join(ROOT, 'packages/devstack/src/start.ts'), ...args]),
  test: (args) => run(['node', join(ROOT, 'packages/devstack/src/test.ts'), ...args]),
  check,
};

const [task, ...args] = process.argv.slice(2);
if (!Object.hasOwn(TASKS, task ?? '')) {
  console.error(`usage: node infra/run.mjs ${Object.keys(TASKS).join(' | ')} [arguments]`);
  process.exitCode = 2;
} else {
  process.exitCode = (await install()) || (await TASKS[task](args));
}

/** Installs unless the lock file is the one that was installed last. Returns npm's exit code. */
async function install() {
  const installed = existsSync(INSTALLED) ? readFileSync(INSTALLED, 'utf8') : '';
  if (installed !== '' && installed === hashOfLock()) return 0;
  console.log('Installing the dependencies (npm install; a minute the first time) …');
  if (installed.startsWith(INSTALLING)) {
    const pid = Number(installed.slice(INSTALLING.length));
    if (isAlive(pid)) {
      console.error(`Process ${pid} is installing already; try again when it is done.`);
      return 1;
    }
    // npm believes what an interrupted installation left behind, so that is cleared away.
    rmSync(MODULES, { recursive: true, force: true });
  }
  mkdirSync(MODULES, { recursive: true });
  writeFileSync(INSTALLED, `${INSTALLING}${process.pid}`);
  const code = await run(['npm', 'install', ...INSTALL_OPTIONS]);
  if (code === 0) writeFileSync(INSTALLED, hashOfLock());
  return code;
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function hashOfLock() {
  return existsSync(LOCK) ? createHash('sha256').update(readFileSync(LOCK)).digest('hex') : '';
}

/** Runs every check, so that one run shows all that is to be done. */
async function check() {
  const results = [];
  for (const { name, command } of CHECKS) {
    console.log(`\n── ${name}: ${command.join(' ')}`);
    const startedAt = performance.now();
    const code = await run(command);
    results.push({ name, code, seconds: ((performance.now() - startedAt) / 1000).toFixed(1) });
    if (code > 128) break;
  }
  console.log('');
  for (const { name, code, seconds } of results) {
    console.log(`${code === 0 ? 'passed' : 'FAILED'}  ${name} (${seconds} s)`);
  }
  return results.some(({ code }) => code !== 0) ? 1 : 0;
}

/** Runs a command to its end and returns its exit code (128 + the signal's number if a signal ended it). */
function run([command, ...parameters]) {
  return new Promise((resolve, reject) => {
    // In a group of its own, so that Ctrl-C reaches it once, through the forwarding below.
    const child = spawn(command, parameters, {
      cwd: ROOT,
      env: environment(),
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    });
    const stopForwarding = forwardSignals(child);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      stopForwarding();
      resolve(code ?? 128 + constants.signals[signal]);
    });
  });
}

/** Ctrl-C under npm arrives twice, from the terminal and from npm; a second one must be a person's. */
function forwardSignals(child) {
  const lastAt = new Map();
  const forward = (signal) => {
    const now = performance.now();
    if (now - (lastAt.get(signal) ?? -Infinity) < 500) return;
    lastAt.set(signal, now);
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  const watch = watchNpm(() => forward('SIGTERM'));
  return () => {
    for (const signal of signals) process.off(signal, forward);
    clearInterval(watch);
  };
}

/** A signal to npm alone ends npm and its shell, and the shell tells nobody: its end is all that can be seen of it. */
function watchNpm(onEnd) {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    onEnd();
  }, 250);
  return watch;
}

function environment() {
  return {
    ...process.env,
    PATH: `${BIN}${delimiter}${process.env.PATH ?? ''}`,
    // Versions of npm that do not know `allowScripts` would let this package download CUDA libraries.
    ONNXRUNTIME_NODE_INSTALL: 'skip',
    TURBO_TELEMETRY_DISABLED: '1',
    DO_NOT_TRACK: '1',
  };
}
