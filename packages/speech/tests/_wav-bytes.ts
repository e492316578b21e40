export interface WavParts {
  readonly formatTag?: number;
  readonly channels?: number;
  readonly sampleRateHz?: number;
  readonly bitsPerSample?: number;
  readonly data: Uint8Array;
  /** Written instead of the true size of the data chunk. */
  readonly dataSize?: number;
  /** Written instead of the true size of the file. */
  readonly riffSize?: number;
  /** Whole chunks placed before `fmt `, and between `fmt ` and `data`. */
  readonly chunksBefore?: readonly Uint8Array[];
  readonly chunksBetween?: readonly Uint8Array[];
  readonly chunksAfter?: readonly Uint8Array[];
  /** Replaces the body of `fmt `. */
  readonly format?: Uint8Array;
}

export function buildWav(parts: WavParts): Uint8Array {
  const body = Buffer.concat([
    Buffer.from('WAVE'),
    ...(parts.chunksBefore ?? []),
    buildChunk('fmt ', parts.format ?? buildFormat(parts)),
    ...(parts.chunksBetween ?? []),
    buildChunk('data', parts.data, parts.dataSize),
    ...(parts.chunksAfter ?? []),
  ]);
  return new Uint8Array(buildChunk('RIFF', body, parts.riffSize));
}

export function buildChunk(tag: string, body: Uint8Array, size = body.length): Buffer {
  const header = Buffer.alloc(8);
  header.write(tag, 'latin1');
  header.writeUInt32LE(size, 4);
  return Buffer.concat([header, body, Buffer.alloc(body.length % 2)]);
}

export function buildFormat(parts: Omit<WavParts, 'data'>): Buffer {
  const { formatTag = 1, channels = 1, sampleRateHz = 8000, bitsPerSample = 16 } = parts;
  const format = Buffer.alloc(16);
  const bytesPerFrame = (channels * bitsPerSample) / 8;
  format.writeUInt16LE(formatTag, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(sampleRateHz, 4);
  format.writeUInt32LE((sampleRateHz * bytesPerFrame) >>> 0, 8);
  format.writeUInt16LE(bytesPerFrame & 0xffff, 12);
  format.writeUInt16LE(bitsPerSample, 14);
  return format;
}

/** WAVE_FORMAT_EXTENSIBLE around a format tag. */
export function buildExtensibleFormat(formatTag: number, bitsPerSample: number): Buffer {
  const extension = Buffer.alloc(24);
  extension.writeUInt16LE(22, 0);
  extension.writeUInt16LE(bitsPerSample, 2);
  extension.writeUInt16LE(formatTag, 8);
  Buffer.from('000000001000800000aa00389b71', 'hex').copy(extension, 10);
  return Buffer.concat([buildFormat({ formatTag: 0xfffe, bitsPerSample }), extension]);
}

export function pcm16(...samples: number[]): Uint8Array {
  return new Uint8Array(Int16Array.from(samples).buffer);
}
