/** How a silenced recording is written, so that it stays what it was. */
export interface MuteCodec {
  readonly encoder: string;
  readonly muxer: string;
  /** Options of the encoder: a second encoding should not be heard. */
  readonly quality: readonly string[];
}

/** By ffprobe's name of the codec; PCM and G.711 encoders have the names of their codecs. */
const encoders: Readonly<Record<string, Omit<MuteCodec, 'muxer'>>> = {
  mp3: { encoder: 'libmp3lame', quality: ['-q:a', '2'] },
  opus: { encoder: 'libopus', quality: ['-b:a', '64k'] },
  vorbis: { encoder: 'libvorbis', quality: ['-q:a', '5'] },
  aac: { encoder: 'aac', quality: ['-b:a', '96k'] },
  flac: { encoder: 'flac', quality: [] },
  adpcm_ms: { encoder: 'adpcm_ms', quality: [] },
  adpcm_ima_wav: { encoder: 'adpcm_ima_wav', quality: [] },
};

/** By ffprobe's name of the container. */
const muxers: Readonly<Record<string, string>> = {
  wav: 'wav',
  mp3: 'mp3',
  ogg: 'ogg',
  flac: 'flac',
  mov: 'mp4',
  matroska: 'matroska',
};

/** What nobody encodes any more becomes plain PCM in WAV: who reads the vault goes by the bytes, not by the name. */
const plain: MuteCodec = { encoder: 'pcm_s16le', muxer: 'wav', quality: [] };

export function chooseMuteCodec(container: string, codec: string | undefined): MuteCodec {
  const muxer = muxers[container];
  if (muxer === undefined || codec === undefined) return plain;
  if (codec.startsWith('pcm_') && codec.endsWith('be')) return plain;
  if (codec.startsWith('pcm_')) return { encoder: codec, muxer, quality: [] };
  const encoding = encoders[codec];
  return encoding === undefined ? plain : { ...encoding, muxer };
}
