import { spawn } from 'node:child_process';

// Its standard input is a pipe that only our process holds open: however our process ends, `read` then fails.
const SCRIPT = `
read -r _ && exit 0
kill -TERM "$1" 2>/dev/null
tries=0
while kill -0 "$1" 2>/dev/null && [ "$tries" -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
kill -KILL "-$1" 2>/dev/null
if [ -n "$2" ]; then rm -rf "$2"; fi
`;

/**
 * Guards a server process (the leader of its group) against being left behind: when this process ends in any way,
 * SIGKILL included, the server is stopped and `temporaryDirectory`, if given, removed.
 * Dispose of the guard once the server has ended.
 */
export function guardProcess(serverPid: number, temporaryDirectory: string | undefined): Disposable {
  const watchdog = spawn('sh', ['-c', SCRIPT, 'watchdog', String(serverPid), temporaryDirectory ?? ''], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    cwd: '/',
  });
  watchdog.on('error', () => {});
  watchdog.stdin.on('error', () => {});
  watchdog.unref();
  return { [Symbol.dispose]: () => watchdog.stdin.end('done\n') };
}
