import { setting } from '@callscript/service';
import { sarvamModes } from './sarvam/sarvam-choices.ts';

/** What intake is told of the hosted providers. Limits are those of one process: several share an account's out. */
export const hostedSettings = {
  /** Calls that intake works on at once: it waits for others, where the engine computes. */
  INTAKE_CONCURRENCY: setting.integer(1, 256).default(32),

  SARVAM_API_KEY: setting.text().optional(),
  SARVAM_BASE_URL: setting.url('https', 'http').default('https://api.sarvam.ai'),
  SARVAM_MODEL: setting.text().default('saaras:v3'),
  SARVAM_MODE: setting.oneOf(...sarvamModes).default('transcribe'),
  SARVAM_POLL_MS: setting.integer(10, 600_000).default(5_000),
  /** How long one attempt waits for a job. */
  SARVAM_JOB_LIMIT_MS: setting.integer(1_000, 3_600_000).default(600_000),
  SARVAM_CLIPS_PER_MINUTE: setting.integer(1, 100_000).default(60),
  SARVAM_JOBS_PER_MINUTE: setting.integer(1, 100_000).default(20),
  SARVAM_INR_PER_HOUR: setting.number(0, 1_000_000).default(30),
  SARVAM_INR_PER_HOUR_DIARIZED: setting.number(0, 1_000_000).default(45),
  INR_PER_USD: setting.number(0.01, 1_000_000).default(88),

  DEEPGRAM_API_KEY: setting.text().optional(),
  DEEPGRAM_BASE_URL: setting.url('https', 'http').default('https://api.deepgram.com'),
  DEEPGRAM_MODEL: setting.text().default('nova-3'),
  /** Keeps recordings out of Deepgram's training. */
  DEEPGRAM_MIP_OPT_OUT: setting.oneOf('true', 'false').default('true'),
  DEEPGRAM_CONCURRENCY: setting.integer(1, 1_000).default(50),
  /** Upload and recognition; Deepgram itself gives up after ten minutes. */
  DEEPGRAM_TIMEOUT_MS: setting.integer(1_000, 3_600_000).default(660_000),
  /** Of one channel. */
  DEEPGRAM_USD_PER_MINUTE: setting.number(0, 1_000).default(0.0077),

  /** So many outages in a row, and a provider is left alone for so long. */
  STT_CIRCUIT_FAILURES: setting.integer(1, 1_000).default(3),
  STT_CIRCUIT_OPEN_MS: setting.integer(100, 3_600_000).default(60_000),
};
