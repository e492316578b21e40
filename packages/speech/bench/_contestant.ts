// One side of the comparison, in a process of its own: it recognises all the audio when it is told to, and answers with
// the texts and the time they took.

import { cutInPieces, readSpokenAudio, type SpokenAudio } from './_spoken-audio.ts';

export type Task = 'whole' | 'pieces';

export interface Round {
  readonly seconds: number;
  /** Of all threads. */
  readonly cpuSeconds: number;
  readonly texts: readonly string[];
}

/** Text of each call, from its pieces: one, or those it was cut into. */
export type RecognizeCall = (pieces: readonly SpokenAudio[], task: Task) => Promise<string>;

export interface ContestOptions {
  readonly threads: number;
  /** Folder in Parakeet's layout. */
  readonly model: string;
  /** Folder with the same predictor and joint in the two files that sherpa-onnx takes. */
  readonly sherpaModel: string;
}

export function readContestOptions(): ContestOptions {
  const [, , threads, model, sherpaModel] = process.argv;
  return { threads: Number(threads), model, sherpaModel };
}

export async function contest(recognize: RecognizeCall): Promise<void> {
  const audio = await readSpokenAudio();
  const calls: Record<Task, SpokenAudio[][]> = { whole: audio.map((call) => [call]), pieces: cutInPieces(audio) };
  process.on('message', (task: Task) => {
    void measure(calls[task], task, recognize).then((round) => process.send?.(round));
  });
  process.send?.('ready');
}

async function measure(calls: readonly SpokenAudio[][], task: Task, recognize: RecognizeCall): Promise<Round> {
  const texts: string[] = [];
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  for (const pieces of calls) texts.push(await recognize(pieces, task));
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { seconds, cpuSeconds: (user + system) / 1e6, texts };
}
