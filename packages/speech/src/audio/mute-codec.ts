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

/** By ffprobe's name of the container: its muxer, and the codecs that ffmpeg writes into it at any rate. */
const muxers: Readonly<Record<string, { readonly muxer: string; readonly takes: RegExp }>> = {
  wav: { muxer: 'wav', takes: /^(pcm_(u8|mulaw|alaw|\w+le)|adpcm_(ms|ima_wav))$/ },
  mp3: { muxer: 'mp3', takes: /^mp3$/ },
  ogg: { muxer: 'ogg', takes: /^(opus|vorbis|flac)$/ },
  flac: { muxer: 'flac', takes: /^flac$/ },
  mov: { muxer: 'mp4', takes: /^aac$/ },
  matroska: { muxer: 'matroska', takes: /^(opus|vorbis|flac)$/ },
};

/** What nobody encodes any more becomes plain PCM in WAV: who reads the vault goes by the bytes, not by the name. */
const plain: MuteCodec = { encoder: 'pcm_s16le', muxer: 'wav', quality: [] };

export function chooseMuteCodec(container: string, codec = ''): MuteCodec {
  const place = muxers[container];
  if (place === undefined || !place.takes.test(codec)) return plain;
  const encoding = encoders[codec] ?? { encoder: codec, quality: [] };
  return { ...encoding, muxer: place.muxer };
}
