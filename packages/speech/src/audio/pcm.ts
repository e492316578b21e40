import { AudioFormatError } from './audio-format-error.ts';

export type WavCodec = 'pcm8' | 'pcm16' | 'pcm24' | 'pcm32' | 'float32' | 'mulaw' | 'alaw';

/** How one sample is stored: `read` takes the byte offset of a sample and returns it in [-1, 1]. */
export interface SampleFormat {
  readonly codec: WavCodec;
  readonly bytesPerSample: number;
  readonly read: (view: DataView, offset: number) => number;
}

const mulawTable = Float32Array.from({ length: 256 }, (_, code) => decodeMulaw(code));
const alawTable = Float32Array.from({ length: 256 }, (_, code) => decodeAlaw(code));

const formats: Readonly<Record<WavCodec, SampleFormat>> = {
  pcm8: { codec: 'pcm8', bytesPerSample: 1, read: (view, at) => (view.getUint8(at) - 128) / 2 ** 7 },
  pcm16: { codec: 'pcm16', bytesPerSample: 2, read: (view, at) => view.getInt16(at, true) / 2 ** 15 },
  pcm24: {
    codec: 'pcm24',
    bytesPerSample: 3,
    read: (view, at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 2 ** 16) / 2 ** 23,
  },
  pcm32: { codec: 'pcm32', bytesPerSample: 4, read: (view, at) => view.getInt32(at, true) / 2 ** 31 },
  float32: { codec: 'float32', bytesPerSample: 4, read: readFloat },
  mulaw: { codec: 'mulaw', bytesPerSample: 1, read: (view, at) => mulawTable[view.getUint8(at)] },
  alaw: { codec: 'alaw', bytesPerSample: 1, read: (view, at) => alawTable[view.getUint8(at)] },
};

const codecsByTag: Readonly<Record<string, WavCodec>> = {
  '1/8': 'pcm8',
  '1/16': 'pcm16',
  '1/24': 'pcm24',
  '1/32': 'pcm32',
  '3/32': 'float32',
  '6/8': 'alaw',
  '7/8': 'mulaw',
};

const codecNames: Readonly<Record<number, string>> = {
  1: 'PCM',
  2: 'Microsoft ADPCM',
  3: 'floating-point',
  6: 'A-law',
  7: 'mu-law',
  0x11: 'IMA ADPCM',
  0x31: 'GSM 6.10',
  0x50: 'MPEG',
  0x55: 'MP3',
};

/** @throws {AudioFormatError} `unsupported_codec` when the WAVE format tag and sample width name no known format. */
export function getSampleFormat(formatTag: number, bitsPerSample: number): SampleFormat {
  const codec = codecsByTag[`${formatTag}/${bitsPerSample}`];
  if (codec !== undefined) return formats[codec];
  const name = codecNames[formatTag] ?? `codec 0x${formatTag.toString(16)}`;
  throw new AudioFormatError(
    'unsupported_codec',
    `The recording holds ${bitsPerSample}-bit ${name} audio; ` +
      'PCM (8, 16, 24 or 32 bits), 32-bit floating point, mu-law and A-law can be read.',
  );
}

/** NaN and infinity would spread over a whole chunk through the feature statistics, so they become silence. */
function readFloat(view: DataView, offset: number): number {
  const value = view.getFloat32(offset, true);
  return Number.isFinite(value) ? value : 0;
}

/**
 * ITU-T G.711 mu-law: sign, 3-bit segment, 4-bit step, all bits inverted; 14-bit values with a bias of 33, here times 4.
 */
function decodeMulaw(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84;
  return (bits & 0x80 ? -magnitude : magnitude) / 2 ** 15;
}

/** ITU-T G.711 A-law: even bits inverted, sign set for positive values; 13-bit values, here times 8. */
function decodeAlaw(code: number): number {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return (bits & 0x80 ? magnitude : -magnitude) / 2 ** 15;
}
