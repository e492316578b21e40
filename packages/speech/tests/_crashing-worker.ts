import { serveWorker } from '../src/engine/worker-server.ts';

export type Order = 'echo' | 'exit' | 'throw' | 'fail' | 'wait' | 'count aborted';

// A service that does what it is told, the worst included. It counts its requests to show that it is a new one.
let handled = 0;
let aborted = 0;

await serveWorker(async () => ({
  ready: 'ready',
  handle: async (order: Order, signal: AbortSignal): Promise<number> => {
    if (order === 'count aborted') return aborted;
    handled++;
    if (order === 'exit') process.exit(1);
    if (order === 'throw') setImmediate(() => throwUncaught());
    if (order === 'fail') throw new Error('this request only');
    if (order !== 'echo') await new Promise(() => signal.addEventListener('abort', () => aborted++));
    return handled;
  },
}));

function throwUncaught(): never {
  throw new Error('uncaught in the worker');
}
