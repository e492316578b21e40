import type { CallKey } from '@callscript/contracts';
import { ProviderError } from '../provider-error.ts';
import type { HostedProvider, HostedRequest, HostedResult } from '../provider.ts';
import type { RateLimit } from '../rate-limit.ts';
import { readSarvamTranscript, type SarvamTranscript } from './sarvam-answer.ts';
import type { SarvamApi } from './sarvam-api.ts';
import { buildJobParameters, buildParameters, type SarvamChoices } from './sarvam-choices.ts';
import { runSarvamJob, type JobMemory } from './sarvam-job.ts';

export interface SarvamOptions extends SarvamChoices {
  readonly api: SarvamApi;
  /** What remembers a call's job. */
  readonly memoryOf: (call: CallKey) => JobMemory;
  readonly clips: RateLimit;
  readonly jobs: RateLimit;
  readonly pollMs: number;
  readonly limitMs: number;
  readonly usdPerHour: { readonly plain: number; readonly diarized: number };
}

/** What the REST endpoint takes at most. */
const maxClipSeconds = 30;
const maxJobSeconds = 2 * 3600;

/** Sarvam: a clip in one request, anything longer as a batch job, which also tells the speakers apart. */
export function createSarvam(options: SarvamOptions): HostedProvider {
  const { api, memoryOf, clips, jobs, pollMs, limitMs, model, mode, usdPerHour } = options;

  async function recognizeClip(request: HostedRequest, signal: AbortSignal): Promise<SarvamTranscript> {
    const parameters = buildParameters(request, options);
    await clips.take(signal);
    return await api.recognizeClip(request.recording, parameters, signal);
  }

  async function recognizeByJob(request: HostedRequest, signal: AbortSignal) {
    const parameters = buildJobParameters(request, options);
    const memory = memoryOf(request.call);
    const createJob: SarvamApi['createJob'] = async (job, creating) => {
      await jobs.take(creating);
      return await api.createJob(job, creating);
    };
    const deps = { api: { ...api, createJob }, memory, pollMs, limitMs };
    return await runSarvamJob(deps, request.recording, parameters, signal);
  }

  return {
    name: 'sarvam',
    async recognize(request, signal): Promise<HostedResult> {
      const { durationSeconds } = request.recording;
      if (durationSeconds > maxJobSeconds) {
        throw new ProviderError('sarvam', 'too_long', 'sarvam takes recordings of at most two hours');
      }
      const isClip = durationSeconds <= maxClipSeconds;
      const { jobId, transcript } = isClip
        ? { jobId: undefined, transcript: await recognizeClip(request, signal) }
        : await recognizeByJob(request, signal);
      const call = readSarvamTranscript(transcript, durationSeconds);
      return {
        call: mode === 'translate' ? { ...call, language: 'en' } : call,
        model,
        costUsd: (durationSeconds / 3600) * (isClip ? usdPerHour.plain : usdPerHour.diarized),
        meta: { mode, request_id: transcript.request_id ?? null, ...(jobId === undefined ? {} : { job_id: jobId }) },
      };
    },
  };
}
