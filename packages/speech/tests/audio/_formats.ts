/** One way in which call platforms store audio, how to make it, and what is heard of telephone speech after it. */
export interface Format {
  readonly file: string;
  /** ffmpeg's arguments. */
  readonly encoder: readonly string[];
  readonly container: string;
  readonly codec: string;
  /** At least this much of the source is heard; 1 for lossless codecs, little where a codec keeps the sound and not the wave. */
  readonly correlation: number;
  /** How late the audio may be; what the codec needs to look ahead. */
  readonly offsetMs: number;
  /** How much longer the decoded recording may be: the codec fills its last block. */
  readonly tailSeconds: number;
  readonly ratesHz: readonly number[];
  /** One or two in turn when absent. */
  readonly channels?: 1 | 2;
  /** The rate that the codec decodes to, whatever it was given. */
  readonly decodedRateHz?: number;
}

const everyRateHz = [8000, 11_025, 16_000, 22_050, 44_100, 48_000];
const someRatesHz = [8000, 48_000];

const common = { offsetMs: 0.5, tailSeconds: 0, ratesHz: someRatesHz };

function wav(codec: string, correlation: number, options: Partial<Format> = {}): Format {
  return {
    ...common,
    file: `${codec}.wav`,
    encoder: ['-c:a', codec],
    container: 'wav',
    codec,
    correlation,
    ...options,
  };
}

function mp3(name: string, ...options: readonly string[]): Format {
  const encoder = ['-c:a', 'libmp3lame', ...options];
  return {
    ...common,
    file: `${name}.mp3`,
    encoder,
    container: 'mp3',
    codec: 'mp3',
    correlation: 0.96,
    tailSeconds: 0.1,
  };
}

function aac(name: string, ...options: readonly string[]): Format {
  const encoder = ['-c:a', 'aac', '-b:a', '96k', ...options];
  return {
    ...common,
    file: `${name}.m4a`,
    encoder,
    container: 'mov',
    codec: 'aac',
    correlation: 0.92,
    tailSeconds: 0.2,
  };
}

function opus(extension: string, container: string): Format {
  const encoder = ['-c:a', 'libopus', '-b:a', '32k'];
  const codec = { container, codec: 'opus', decodedRateHz: 48_000 };
  return { ...common, ...codec, file: `opus.${extension}`, encoder, correlation: 0.96, tailSeconds: 0.03 };
}

export const formats: readonly Format[] = [
  wav('pcm_u8', 0.99),
  wav('pcm_s16le', 1, { ratesHz: everyRateHz }),
  wav('pcm_s24le', 1),
  wav('pcm_s32le', 1),
  wav('pcm_f32le', 1),
  wav('pcm_f64le', 1),
  wav('pcm_mulaw', 0.999, { ratesHz: everyRateHz }),
  wav('pcm_alaw', 0.999),
  wav('adpcm_ima_wav', 0.98, { tailSeconds: 0.3 }),
  wav('adpcm_ms', 0.98, { tailSeconds: 0.3 }),
  wav('gsm_ms', 0.93, { encoder: ['-c:a', 'libgsm_ms'], tailSeconds: 0.04, ratesHz: [8000], channels: 1 }),
  wav('adpcm_g726', 0.98, { encoder: ['-c:a', 'g726', '-b:a', '32k'], ratesHz: [8000], channels: 1 }),
  { ...mp3('cbr', '-b:a', '48k'), ratesHz: everyRateHz },
  mp3('vbr', '-q:a', '4'),
  mp3('dual', '-b:a', '64k', '-joint_stereo', '0'),
  mp3('tagged', '-b:a', '64k', '-metadata', 'title=A call', '-write_id3v1', '1'),
  // As streams are made: without the header that tells the encoder's delay.
  mp3('stream', '-b:a', '48k', '-write_xing', '0', '-id3v2_version', '0'),
  opus('ogg', 'ogg'),
  opus('webm', 'matroska'),
  {
    ...common,
    file: 'vorbis.ogg',
    encoder: ['-c:a', 'libvorbis', '-q:a', '4'],
    container: 'ogg',
    codec: 'vorbis',
    correlation: 0.97,
    tailSeconds: 0.03,
  },
  {
    ...common,
    file: 'speex.ogg',
    encoder: ['-c:a', 'libspeex'],
    container: 'ogg',
    codec: 'speex',
    correlation: 0.55,
    offsetMs: 15,
    tailSeconds: 0.06,
    ratesHz: [8000, 16_000],
  },
  { ...common, file: 'flac.flac', encoder: ['-c:a', 'flac'], container: 'flac', codec: 'flac', correlation: 1 },
  aac('aac'),
  // Such files say nothing of the 1024 samples that the encoder puts first.
  {
    ...aac('fragmented', '-movflags', '+frag_keyframe+empty_moov', '-frag_duration', '1000000'),
    offsetMs: 25,
    ratesHz: [44_100, 48_000],
  },
  { ...common, file: 'alac.m4a', encoder: ['-c:a', 'alac'], container: 'mov', codec: 'alac', correlation: 1 },
];
