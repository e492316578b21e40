import { parentPort, workerData } from 'node:worker_threads';
import type { FromHost, ToHost } from '../../src/engine/host/messages.ts';

// A model thread that does what the name of its model says.

const port = parentPort;
if (port === null) throw new Error('This file runs in a worker thread.');
const post = (message: FromHost): void => port.postMessage(message, []);
const { modelDirectory: fault } = workerData as { modelDirectory: string };

if (fault === 'faulty start') post({ kind: 'device_fault', reason: 'CUDA failure 700' });
port.on('message', (message: ToHost) => {
  if (message.kind === 'ask' && fault !== 'hang') post({ kind: 'alive' });
  if (message.kind !== 'attach') return;
  if (fault === 'exit') process.exit(3);
  if (fault === 'throw') throw new Error('uncaught in the model thread');
  if (fault === 'fault') post({ kind: 'device_fault', reason: 'CUDA failure 700' });
});
post({ kind: 'ready', models: { device: 'cpu', deviceNote: undefined, diarization: undefined } });
