import { setTimeout as sleep } from 'node:timers/promises';
import { ProviderError } from '../provider-error.ts';
import type { HostedRecording } from '../provider.ts';
import type { SarvamTranscript } from './sarvam-answer.ts';
import type { JobStatus, SarvamApi } from './sarvam-api.ts';

/** Where the id of a call's job survives the worker that created it. */
export interface JobMemory {
  recall(): Promise<string | undefined>;
  remember(jobId: string): Promise<void>;
  forget(): Promise<void>;
}

export interface SarvamJobDeps {
  readonly api: SarvamApi;
  readonly memory: JobMemory;
  readonly pollMs: number;
  /** How long one try waits for the job; the next one goes on waiting for the same job. */
  readonly limitMs: number;
}

/** Failures in a row that a poll passes over: the job goes on meanwhile. */
const toleratedPolls = 5;

/**
 * A batch job from its creation to its transcript. The vendor's status is the only truth of how far it is, so that a try
 * that takes over from a lost one goes on where that was: what was paid for once is not paid for again.
 */
export async function runSarvamJob(
  deps: SarvamJobDeps,
  recording: HostedRecording,
  parameters: object,
  signal: AbortSignal,
): Promise<{ jobId: string; transcript: SarvamTranscript }> {
  const { api, memory } = deps;
  try {
    const recalled = await memory.recall();
    const jobId = recalled ?? (await api.createJob(parameters, signal));
    // Before anything is uploaded: a job that is lost before this line has cost nothing.
    if (recalled === undefined) await memory.remember(jobId);
    const isNew = recalled === undefined || !isUnderWay(await api.readStatus(jobId, signal));
    if (isNew) await feedJob(api, jobId, recording, signal);
    const output = findOutput(await waitForEnd(deps, jobId, signal));
    return { jobId, transcript: await fetchOutput(api, jobId, output, signal) };
  } catch (error) {
    // This job will never have more to say: the next try makes another.
    if (error instanceof ProviderError && (error.code === 'job_lost' || error.code === 'job_failed'))
      await memory.forget();
    throw error;
  }
}

/** `Accepted` until it is started; whatever else it says, it has been. */
function isUnderWay({ job_state }: JobStatus): boolean {
  return job_state !== 'Accepted';
}

async function feedJob(api: SarvamApi, jobId: string, recording: HostedRecording, signal: AbortSignal): Promise<void> {
  const upload = async (): Promise<void> =>
    await api.upload(await api.findUpload(jobId, recording.fileName, signal), recording, signal);
  await renewing(upload);
  try {
    await api.startJob(jobId, signal);
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure === 'throttled') throw error;
    // The answer to the first start may have been lost: what counts is what the job does.
    if (!isUnderWay(await api.readStatus(jobId, signal))) throw error;
  }
}

/** Presigned addresses lapse; the second time there is a fresh one. */
async function renewing<T>(transfer: () => Promise<T>): Promise<T> {
  try {
    return await transfer();
  } catch (error) {
    if (!(error instanceof ProviderError) || error.code !== 'address_lapsed') throw error;
    return await transfer();
  }
}

async function waitForEnd(
  { api, pollMs, limitMs }: SarvamJobDeps,
  jobId: string,
  signal: AbortSignal,
): Promise<JobStatus> {
  const giveUpAt = performance.now() + limitMs;
  for (let failures = 0; ;) {
    try {
      const status = await api.readStatus(jobId, signal);
      if (hasEnded(status)) return status;
      failures = 0;
    } catch (error) {
      failures += 1;
      if (!isPassing(error) || failures > toleratedPolls) throw error;
    }
    if (performance.now() + pollMs > giveUpAt) {
      const message = `sarvam has not finished the job within ${Math.round(limitMs / 1000)} s`;
      throw new ProviderError('sarvam', 'job_timeout', message);
    }
    await sleep(pollMs, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/** A question that failed on its way says nothing of the job. */
function isPassing(error: unknown): boolean {
  return error instanceof ProviderError && error.code !== 'job_lost' && error.code !== 'circuit_open';
}

const unfinished: ReadonlySet<string> = new Set(['Accepted', 'Pending', 'Running']);

/** A state that nobody has told us about is an end when all files have one. */
function hasEnded({ job_state, total_files, successful_files_count, failed_files_count }: JobStatus): boolean {
  if (unfinished.has(job_state)) return false;
  if (job_state === 'Completed' || job_state === 'Failed') return true;
  const ended = (successful_files_count ?? 0) + (failed_files_count ?? 0);
  return ended > 0 && ended >= (total_files ?? 1);
}

/** The name of the transcript's file. A job may be completed and its file failed: the file is what counts. */
function findOutput(status: JobStatus): string {
  const [file] = status.job_details ?? [];
  const [output] = file?.outputs ?? [];
  if (file?.state === 'Success' && output !== undefined) return output.file_name;
  const said = (file?.error_message ?? status.error_message ?? '').replaceAll(/\p{Cc}+/gu, ' ').slice(0, 200);
  const state = file === undefined ? status.job_state : `${status.job_state}, its file ${file.state}`;
  throw new ProviderError('sarvam', 'job_failed', `sarvam's job ended as ${state}${said === '' ? '' : ` (${said})`}`);
}

async function fetchOutput(
  api: SarvamApi,
  jobId: string,
  output: string,
  signal: AbortSignal,
): Promise<SarvamTranscript> {
  return await renewing(async () => await api.download(await api.findDownload(jobId, output, signal), signal));
}
