import { createTooLong } from '../audio/too-long.ts';
import type { RecognizedCall } from '@callscript/contracts';
import { workerData } from 'node:worker_threads';
import type { RecognizerDevice } from '../recognition/open-graph.ts';
import { Recognizer, type RecognizerOptions } from '../recognition/recognizer.ts';
import { recognizeRecording } from '../recognize-recording.ts';
import { readWav } from '../audio/wav.ts';
import { serveWorker, type WorkerService } from './worker-server.ts';

/** What the thread says of its recogniser. */
export interface RecognizerReady {
  readonly device: RecognizerDevice;
}

export interface TranscribeRequest {
  readonly bytes: Uint8Array;
  readonly maxSeconds: number;
}

export interface RecognizedBytes {
  readonly call: RecognizedCall;
  readonly codec: string;
  readonly truncated: boolean;
}

await serveWorker(async (): Promise<WorkerService<RecognizerReady, TranscribeRequest, RecognizedBytes>> => {
  const recognizer = await Recognizer.load(workerData as RecognizerOptions);
  return {
    ready: { device: recognizer.device },
    handle: async ({ bytes, maxSeconds }, signal) => {
      const recording = readWav(bytes);
      if (recording.durationSeconds > maxSeconds) {
        throw createTooLong(recording.durationSeconds, maxSeconds);
      }
      const call = await recognizeRecording(recording, { recognizer }, { signal });
      return { call, codec: recording.codec, truncated: recording.truncated };
    },
  };
});
