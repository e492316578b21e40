// The one thread that holds the big graphs. onnxruntime-node computes on the thread that calls it, so this thread does
// nothing else; lanes talk to it through ports of their own.

import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { openOnDevice } from '../device/open-on-device.ts';
import type { EngineOptions } from '../engine-options.ts';
import { describeFailure } from '../failure.ts';
import { ServedCalls } from '../rpc/served-calls.ts';
import type { FromHost, HostRequest, HostResult, ToHost, ToHostPort } from './messages.ts';
import { ModelServer } from './model-server.ts';

if (parentPort === null) throw new Error('This file runs in a worker thread.');
const main = parentPort;
const options = workerData as EngineOptions;
const post = (message: FromHost): void => main.postMessage(message, []);

try {
  const { opened, device, deviceNote } = await openOnDevice(options, (device) =>
    ModelServer.open(options, device, post),
  );
  main.on('message', (message: ToHost) => {
    if (message.kind === 'attach') attach(message.port, opened);
    else post({ kind: 'alive' });
  });
  post({ kind: 'ready', models: { device, deviceNote, diarization: opened.diarization } });
} catch (error) {
  post({ kind: 'start_failed', failure: describeFailure(error) });
}

function attach(port: MessagePort, server: ModelServer): void {
  const calls = new ServedCalls<HostRequest, HostResult>(
    (request) => server.answer(request),
    (message, transfer) => port.postMessage(message, transfer),
  );
  port.on('message', (message: ToHostPort) => calls.accept(message));
}
