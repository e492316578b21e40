import path from 'node:path';
import type { EngineOptions } from './engine-options.ts';

/** The decoder's two programs; they are installed together. */
export function findDecoder({ ffmpeg = 'ffmpeg' }: Pick<EngineOptions, 'ffmpeg'>): { ffmpeg: string; ffprobe: string } {
  const folder = path.dirname(ffmpeg);
  return { ffmpeg, ffprobe: folder === '.' ? 'ffprobe' : path.join(folder, 'ffprobe') };
}
