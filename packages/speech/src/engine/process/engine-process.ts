// The engine's process: its main thread only hands calls to lanes, so that it answers at any time whether it is alive.

import { writeFileSync } from 'node:fs';
import { describeDecoder } from '../../audio/describe-decoder.ts';
import { findDecoder } from '../decoder.ts';
import type { EngineEvent } from '../engine-event.ts';
import type { EngineOptions, EngineRequest } from '../engine-options.ts';
import type { PackedResult } from '../packed-result.ts';
import { describeError, describeFailure } from '../failure.ts';
import { ServedCalls } from '../rpc/served-calls.ts';
import { HostThread } from './host-thread.ts';
import { LanePool } from './lane-pool.ts';
import { LaneThread } from './lane-thread.ts';
import type { FromProcess, ToProcess } from './messages.ts';

/** A chunk takes a large model some seconds on a slow machine; a decoder that hangs is ended long before. */
const cancelGraceMs = 60_000;
const askMs = 30_000;

let lanes: LanePool | undefined;

preferForOutOfMemory();
// The process above finishes its calls first, and then closes the channel.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.once('disconnect', end);
process.on('uncaughtException', failForGood);
process.on('message', (message: ToProcess) => {
  switch (message.kind) {
    case 'start':
      return void start(message.options);
    case 'ping':
      return post({ kind: 'pong' });
    case 'call':
    case 'cancel':
      return calls.accept(message);
  }
});
if (!process.connected) end();

const calls = new ServedCalls<EngineRequest, PackedResult>(async (request, signal) => {
  if (lanes === undefined) throw new Error('The engine has not started.');
  return { value: await lanes.recognize(request, signal) };
}, post);

async function start(options: EngineOptions): Promise<void> {
  try {
    await describeDecoder(findDecoder(options));
    const onEvent = (event: EngineEvent): void => post({ kind: 'event', event });
    const host = await HostThread.start({ engine: options, onEvent, askMs });
    host.lost.catch(failForGood);
    lanes = await LanePool.start({
      lanes: options.lanes,
      startLane: (lane) => LaneThread.start({ lane, options, models: host.models, host: host.connect() }),
      cancelGraceMs,
      onLaneEnded: (lane, reason) => onEvent({ kind: 'lane_ended', lane, reason }),
    });
    lanes.failed.catch(failForGood);
    const { device, deviceNote } = host.models;
    post({ kind: 'ready', value: { device, deviceNote } });
  } catch (error) {
    post({ kind: 'start_failed', failure: describeFailure(error) });
  }
}

function post(message: FromProcess): void {
  if (process.connected) process.send?.(message);
}

function failForGood(error: unknown): void {
  process.send?.({ kind: 'fatal', reason: describeError(error) } satisfies FromProcess, end);
}

/** Takes everything along that this process started, at once: threads in native code end no other way. */
function end(): void {
  process.kill(-process.pid, 'SIGKILL');
}

/** When the system is out of memory, this process is to go, not the one above, which can start it anew. */
function preferForOutOfMemory(): void {
  try {
    writeFileSync('/proc/self/oom_score_adj', '500');
  } catch {
    // Not Linux.
  }
}
