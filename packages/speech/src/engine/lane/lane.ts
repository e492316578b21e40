// A lane: one call at a time from its file to its words, but for what the big graphs do.

import { parentPort, workerData } from 'node:worker_threads';
import type { EngineRequest } from '../engine-options.ts';
import { describeFailure } from '../failure.ts';
import { packResult, type PackedResult } from '../packed-result.ts';
import { ServedCalls } from '../rpc/served-calls.ts';
import { LaneWork } from './lane-work.ts';
import type { FromLane, LaneData, ToLane } from './messages.ts';

if (parentPort === null) throw new Error('This file runs in a worker thread.');
const port = parentPort;
const post = (message: FromLane): void => port.postMessage(message);

try {
  const work = await LaneWork.prepare(workerData as LaneData);
  const calls = new ServedCalls<EngineRequest, PackedResult>(
    async (request, signal) => ({ value: packResult(await work.recognize(request, signal)) }),
    post,
  );
  port.on('message', (message: ToLane) => calls.accept(message));
  post({ kind: 'ready' });
} catch (error) {
  post({ kind: 'start_failed', failure: describeFailure(error) });
}
