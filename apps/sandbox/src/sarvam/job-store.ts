import { randomUUID } from 'node:crypto';
import type { JobFault } from '../faults/vendor-fault.ts';
import type { ReceivedAudio } from '../stt/describe-audio.ts';
import type { JobParameters } from './parameters.ts';

export type JobFile = { name: string; upload: string; audio: ReceivedAudio | undefined; download: string };

export type Job = {
  id: string;
  apiKey: string;
  parameters: JobParameters;
  createdAt: Date;
  startedAt: Date | undefined;
  files: JobFile[];
  fault: JobFault['kind'] | undefined;
};

export type JobState = 'Accepted' | 'Pending' | 'Running' | 'Completed' | 'Failed' | 'PartiallyCompleted';

export type JobStore = {
  create(apiKey: string, parameters: JobParameters): Job;
  /** A job of this account. */
  find(id: string, apiKey: string): Job | undefined;
  /** A presigned address is the only thing its bearer needs. */
  findFile(token: string): { job: Job; file: JobFile } | undefined;
  /** The names that a job has been told, with fresh addresses. */
  addFiles(job: Job, names: readonly string[]): JobFile[];
  stateOf(job: Job): JobState;
  list(): Job[];
};

const jobsMax = 5_000;

/** Jobs and how far they are: accepted until started, then pending for a third of `jobMs` and running for the rest. */
export function createJobStore(jobMs: number): JobStore {
  const jobs = new Map<string, Job>();
  return {
    create(apiKey, parameters) {
      const job = {
        id: randomUUID(),
        apiKey,
        parameters,
        createdAt: new Date(),
        startedAt: undefined,
        files: [],
        fault: undefined,
      };
      jobs.set(job.id, job);
      const [oldest] = jobs.keys();
      if (jobs.size > jobsMax && oldest !== undefined) jobs.delete(oldest);
      return job;
    },
    find(id, apiKey) {
      const job = jobs.get(id);
      return job?.apiKey === apiKey ? job : undefined;
    },
    findFile(token) {
      for (const job of jobs.values()) {
        const file = job.files.find(({ upload, download }) => upload === token || download === token);
        if (file !== undefined) return { job, file };
      }
      return undefined;
    },
    addFiles(job, names) {
      return names.map((name) => {
        const known = job.files.find((file) => file.name === name);
        const file = known ?? { name, upload: '', download: '', audio: undefined };
        Object.assign(file, { upload: randomUUID(), download: randomUUID() });
        if (known === undefined) job.files.push(file);
        return file;
      });
    },
    stateOf({ startedAt, fault }) {
      if (startedAt === undefined) return 'Accepted';
      const elapsedMs = Date.now() - startedAt.getTime();
      if (elapsedMs < jobMs / 3) return 'Pending';
      if (elapsedMs < jobMs || fault === 'never_finishes') return 'Running';
      if (fault === 'failed_job') return 'Failed';
      return fault === 'unknown_state' ? 'PartiallyCompleted' : 'Completed';
    },
    list: () => [...jobs.values()],
  };
}
