import { workerData } from 'node:worker_threads';
import type { RecognizerDevice } from '../recognition/open-graph.ts';
import { Recognizer, type RecognizerOptions } from '../recognition/recognizer.ts';
import { transcribeRecording, type TranscribeOptions, type Transcript } from '../transcript.ts';
import { readWav } from '../audio/wav.ts';
import { serveWorker, type WorkerService } from './worker-server.ts';

/** What the thread says of its recogniser. */
export interface RecognizerReady {
  readonly device: RecognizerDevice;
}

export interface TranscribeRequest {
  readonly bytes: Uint8Array;
  readonly options: Omit<TranscribeOptions, 'signal'>;
}

await serveWorker(async (): Promise<WorkerService<RecognizerReady, TranscribeRequest, Transcript>> => {
  const recognizer = await Recognizer.load(workerData as RecognizerOptions);
  return {
    ready: { device: recognizer.device },
    handle: async ({ bytes, options }, signal) =>
      transcribeRecording(readWav(bytes), recognizer, { ...options, signal }),
  };
});
