import { workerData } from 'node:worker_threads';
import type { Recognition } from './recognition.ts';
import { Recognizer, type RecognizerOptions } from './recognizer.ts';
import { serveWorker, type WorkerService } from './worker-server.ts';

/** What the thread says of its model. */
export interface RecognizerReady {
  readonly samplesPerFrame: number;
}

await serveWorker(async (): Promise<WorkerService<RecognizerReady, Float32Array, Recognition>> => {
  const recognizer = await Recognizer.load(workerData as RecognizerOptions);
  return {
    ready: { samplesPerFrame: recognizer.samplesPerFrame },
    handle: (chunk) => recognizer.recognizeChunk(chunk),
  };
});
