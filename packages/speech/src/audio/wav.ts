// RIFF/WAVE reader for call recordings.
//
// 1. Walk the chunks in whatever order they come; odd sizes are padded to even.
// 2. `fmt ` gives codec, rate and channels; WAVE_FORMAT_EXTENSIBLE names the codec in its sub-format.
// 3. `data` is decoded as far as it is there. A stream whose writer never returned to fill in the size (0 or
//    0xFFFFFFFF) runs to the end of the file.
// 4. Reading ends there: samples are decoded when they are asked for.
//
// Every size in the file is checked against the bytes at hand before it is used.

import { AudioFormatError } from './audio-format-error.ts';
import { getSampleFormat, type SampleFormat, type WavCodec } from './pcm.ts';
import type { SampleSource } from './samples.ts';

export interface Recording {
  readonly sampleRateHz: number;
  /** All of the same length, in [-1, 1] (floating-point files may go beyond). */
  readonly channels: readonly SampleSource[];
  readonly durationSeconds: number;
  /** The file ends before its header says it does; `channels` holds what is there. */
  readonly truncated: boolean;
  readonly codec: WavCodec;
}

interface Format {
  readonly sampleRateHz: number;
  readonly channelCount: number;
  readonly sample: SampleFormat;
}

interface DataRange {
  readonly start: number;
  readonly end: number;
  readonly truncated: boolean;
}

const minSampleRateHz = 8_000;
const maxSampleRateHz = 48_000;
const maxChannels = 2;
const riffHeaderBytes = 12;
const chunkHeaderBytes = 8;
const unknownSize = 0xffffffff;
const extensibleTag = 0xfffe;
/** The fixed end of every sub-format GUID whose first two bytes are a WAVE format tag. */
const subFormatGuidTail = '000000001000800000aa00389b71';

/**
 * Reads the headers. Samples are decoded from `bytes` when they are asked for, and that cannot fail.
 *
 * @throws {AudioFormatError} and nothing else, whatever the bytes are.
 */
export function readWav(bytes: Uint8Array): Recording {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < riffHeaderBytes || readTag(view, 0) !== 'RIFF' || readTag(view, 8) !== 'WAVE') {
    throw describeForeignBytes(bytes);
  }
  const { format, data } = findChunks(view);
  if (format === undefined) throw new AudioFormatError('not_audio', 'The WAV file has no format description.');
  const bytesPerFrame = format.channelCount * format.sample.bytesPerSample;
  const frameCount = data === undefined ? 0 : Math.floor((data.end - data.start) / bytesPerFrame);
  if (data === undefined || frameCount === 0) throw new AudioFormatError('empty', 'The recording holds no audio.');
  return {
    sampleRateHz: format.sampleRateHz,
    channels: Array.from(
      { length: format.channelCount },
      (_, channel) => new WavChannel(view, data.start, frameCount, format, channel),
    ),
    durationSeconds: frameCount / format.sampleRateHz,
    truncated: data.truncated,
    codec: format.sample.codec,
  };
}

function findChunks(view: DataView): { format: Format | undefined; data: DataRange | undefined } {
  let format: Format | undefined;
  let data: DataRange | undefined;
  let offset = riffHeaderBytes;
  while (offset + chunkHeaderBytes <= view.byteLength) {
    const tag = readTag(view, offset);
    const size = view.getUint32(offset + 4, true);
    const start = offset + chunkHeaderBytes;
    if (tag === 'fmt ' && format === undefined) format = readFormat(view, start, size);
    if (tag === 'data' && data === undefined) {
      data = locateData(view, start, size);
      if (isOpenEnded(view, start, size)) break;
    }
    offset = start + size + (size % 2);
  }
  return { format, data };
}

function locateData(view: DataView, start: number, size: number): DataRange {
  if (isOpenEnded(view, start, size)) return { start, end: view.byteLength, truncated: false };
  const end = Math.min(start + size, view.byteLength);
  return { start, end, truncated: end < start + size };
}

/** A data size of 0 is honest when the RIFF size reaches past it; otherwise neither was ever filled in. */
function isOpenEnded(view: DataView, dataStart: number, size: number): boolean {
  if (size === unknownSize) return true;
  if (size !== 0) return false;
  const riffSize = view.getUint32(4, true);
  return riffSize === unknownSize || riffSize + chunkHeaderBytes <= dataStart;
}

function readFormat(view: DataView, start: number, size: number): Format {
  if (size < 16 || start + size > view.byteLength) {
    throw new AudioFormatError('not_audio', 'The WAV file has a damaged format description.');
  }
  const channelCount = view.getUint16(start + 2, true);
  const sampleRateHz = view.getUint32(start + 4, true);
  const bytesPerFrame = view.getUint16(start + 12, true);
  const sample = getSampleFormat(readFormatTag(view, start, size), view.getUint16(start + 14, true));
  if (channelCount < 1 || channelCount > maxChannels) {
    throw new AudioFormatError(
      'unsupported_channels',
      `The recording has ${channelCount} channels; one or two can be read.`,
    );
  }
  if (sampleRateHz < minSampleRateHz || sampleRateHz > maxSampleRateHz) {
    throw new AudioFormatError(
      'unsupported_rate',
      `The recording has ${sampleRateHz} samples a second; ${minSampleRateHz} to ${maxSampleRateHz} can be read.`,
    );
  }
  if (bytesPerFrame !== channelCount * sample.bytesPerSample) {
    throw new AudioFormatError('unsupported_codec', 'The recording stores its samples in an unusual width.');
  }
  return { sampleRateHz, channelCount, sample };
}

function readFormatTag(view: DataView, start: number, size: number): number {
  const tag = view.getUint16(start, true);
  if (tag !== extensibleTag || size < 40) return tag;
  const guidTail = Array.from({ length: 14 }, (_, i) => view.getUint8(start + 26 + i));
  const isWaveTag = guidTail.map((byte) => byte.toString(16).padStart(2, '0')).join('') === subFormatGuidTail;
  return isWaveTag ? view.getUint16(start + 24, true) : tag;
}

class WavChannel implements SampleSource {
  readonly length: number;
  readonly #view: DataView;
  readonly #read: SampleFormat['read'];
  readonly #firstOffset: number;
  readonly #bytesPerFrame: number;

  constructor(view: DataView, dataStart: number, frameCount: number, format: Format, channel: number) {
    const { read, bytesPerSample } = format.sample;
    this.length = frameCount;
    this.#view = view;
    this.#read = read;
    this.#firstOffset = dataStart + channel * bytesPerSample;
    this.#bytesPerFrame = format.channelCount * bytesPerSample;
  }

  slice(start: number, end: number): Float32Array {
    const view = this.#view;
    const read = this.#read;
    const bytesPerFrame = this.#bytesPerFrame;
    const samples = new Float32Array(end - start);
    let offset = this.#firstOffset + start * bytesPerFrame;
    for (let i = 0; i < samples.length; i++, offset += bytesPerFrame) samples[i] = read(view, offset);
    return samples;
  }
}

function readTag(view: DataView, offset: number): string {
  return String.fromCharCode(
    view.getUint8(offset),
    view.getUint8(offset + 1),
    view.getUint8(offset + 2),
    view.getUint8(offset + 3),
  );
}

const otherAudioSignatures: readonly (readonly [pattern: RegExp, name: string])[] = [
  // ID3 tag, or the eleven sync bits of an MPEG audio frame.
  [/^(ID3|\xff[\xe0-\xff])/, 'an MP3 file'],
  [/^OggS/, 'an Ogg file'],
  [/^fLaC/, 'a FLAC file'],
];

function describeForeignBytes(bytes: Uint8Array): AudioFormatError {
  if (bytes.length === 0) return new AudioFormatError('empty', 'The file is empty.');
  const head = String.fromCharCode(...bytes.subarray(0, 64));
  const other = otherAudioSignatures.find(([pattern]) => pattern.test(head));
  if (other !== undefined) {
    return new AudioFormatError('unsupported_codec', `The recording is ${other[1]}; only WAV files can be read.`);
  }
  const guess = head.trimStart().startsWith('<') ? ' It looks like a web page.' : '';
  return new AudioFormatError('not_audio', `The file is not a WAV recording.${guess}`);
}
