/**
 * The containers that call platforms use, by the names of ffmpeg's demuxers. Everything else is refused before it is read:
 * playlists and session descriptions could make the decoder open other files and addresses.
 */
export const containerNames = ['wav', 'mp3', 'ogg', 'flac', 'mov', 'matroska', 'amr'] as const;

export const containersForPeople = 'WAV, MP3, Ogg, FLAC, M4A or MP4, WebM and AMR';

/** By ffprobe's names. Others among its hundreds are games, broadcasts and old computers. */
export const codecNames: ReadonlySet<string> = new Set([
  'pcm_u8',
  'pcm_s16le',
  'pcm_s16be',
  'pcm_s24le',
  'pcm_s24be',
  'pcm_s32le',
  'pcm_s32be',
  'pcm_f32le',
  'pcm_f32be',
  'pcm_f64le',
  'pcm_f64be',
  'pcm_mulaw',
  'pcm_alaw',
  'adpcm_ima_wav',
  'adpcm_ms',
  'adpcm_g726',
  'gsm',
  'gsm_ms',
  'mp3',
  'aac',
  'alac',
  'flac',
  'opus',
  'vorbis',
  'speex',
  'amr_nb',
  'amr_wb',
]);

export const minSampleRateHz = 8_000;
export const maxSampleRateHz = 48_000;
