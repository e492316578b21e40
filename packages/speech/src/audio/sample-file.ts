import { randomUUID } from 'node:crypto';
import { readSync } from 'node:fs';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { SampleSource } from './samples.ts';

/** How samples lie in the file: little-endian, channel by channel within a frame. */
export interface SampleLayout {
  readonly format: 's16le' | 'f32le';
  readonly channelCount: number;
}

const readFrames = 2 ** 14;

/**
 * Decoded samples on disk, written once and read in parts. The file has no name from the moment it is open, so its
 * space comes back when it is closed, however the process ends.
 */
export class SampleFile implements AsyncDisposable {
  readonly bytesPerFrame: number;
  readonly #file: FileHandle;
  readonly layout: SampleLayout;
  readonly #scratch: ArrayBuffer;
  #bytes = 0;
  #isOpen = true;

  private constructor(file: FileHandle, layout: SampleLayout) {
    this.bytesPerFrame = layout.channelCount * (layout.format === 's16le' ? 2 : 4);
    this.#file = file;
    this.layout = layout;
    this.#scratch = new ArrayBuffer(readFrames * this.bytesPerFrame);
  }

  static async create(directory: string, layout: SampleLayout): Promise<SampleFile> {
    const name = join(directory, `callscript-${randomUUID()}.pcm`);
    const file = await open(name, 'wx+', 0o600);
    await unlink(name);
    return new SampleFile(file, layout);
  }

  async append(output: Buffer): Promise<void> {
    for (let written = 0; written < output.length;) {
      const { bytesWritten } = await this.#file.write(output, written);
      written += bytesWritten;
    }
    this.#bytes += output.length;
  }

  /** Whole frames; a part of one at the end does not count. */
  get frameCount(): number {
    return Math.floor(this.#bytes / this.bytesPerFrame);
  }

  /** One source a channel, of what is written by now. */
  openChannels(): SampleSource[] {
    const length = this.frameCount;
    return Array.from({ length: this.layout.channelCount }, (_, channel) => ({
      length,
      slice: (start: number, end: number) => this.#read(channel, start, end),
    }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOpen = false;
    await this.#file.close();
  }

  #read(channel: number, start: number, end: number): Float32Array {
    // A closed descriptor may be somebody else's by now.
    if (!this.#isOpen) throw new Error('The decoded recording is disposed of; its samples are gone.');
    const samples = new Float32Array(end - start);
    for (let done = 0; done < samples.length; done += readFrames) {
      const part = samples.subarray(done, done + readFrames);
      this.#fill((start + done) * this.bytesPerFrame, part.length * this.bytesPerFrame);
      this.#takeChannel(channel, part);
    }
    return samples;
  }

  #fill(position: number, length: number): void {
    for (let done = 0; done < length;) {
      const bytesRead = readSync(this.#file.fd, new Uint8Array(this.#scratch), done, length - done, position + done);
      if (bytesRead === 0) throw new RangeError('Samples were asked for that the recording does not have.');
      done += bytesRead;
    }
  }

  #takeChannel(channel: number, target: Float32Array): void {
    const { format, channelCount } = this.layout;
    if (format === 's16le') {
      const values = new Int16Array(this.#scratch);
      for (let i = 0, at = channel; i < target.length; i++, at += channelCount) target[i] = values[at] / 2 ** 15;
    } else {
      const values = new Float32Array(this.#scratch);
      for (let i = 0, at = channel; i < target.length; i++, at += channelCount) target[i] = toSample(values[at]);
    }
  }
}

/** NaN and infinity would spread over a whole chunk through the feature statistics, so they become silence. */
function toSample(value: number): number {
  return Number.isFinite(value) ? Math.max(-1, Math.min(1, value)) : 0;
}
