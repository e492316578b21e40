import { parentPort, workerData } from 'node:worker_threads';
import type { EngineRequest } from '../../src/engine/engine-options.ts';
import type { FromLane, LaneData, ToLane } from '../../src/engine/lane/messages.ts';
import type { PackedResult } from '../../src/engine/packed-result.ts';
import { ServedCalls } from '../../src/engine/rpc/served-calls.ts';

// A lane that does what the name of the file says.

const port = parentPort;
if (port === null) throw new Error('This file runs in a worker thread.');
const post = (message: FromLane): void => port.postMessage(message, []);
const { lane } = workerData as LaneData;

const calls = new ServedCalls<EngineRequest, PackedResult>(async ({ file }, signal) => {
  if (file === 'exit') process.exit(7);
  if (file === 'throw') setImmediate(() => thrown());
  if (file === 'fail') throw new Error('this call only');
  if (file === 'answer') return { value: { call: { durationSeconds: lane } } as PackedResult };
  await new Promise((resolve) => {
    if (file === 'wait') signal.addEventListener('abort', resolve, { once: true });
  });
  throw new Error('stopped');
}, post);
port.on('message', (message: ToLane) => calls.accept(message));
post({ kind: 'ready' });

function thrown(): never {
  throw new Error('uncaught in the lane');
}
