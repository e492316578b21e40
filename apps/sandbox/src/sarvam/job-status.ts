import type { Job, JobState } from './job-store.ts';

export const storageType = 'Azure';

/** How far a job is, as Sarvam tells it. A completed job may hold a failed file. */
export function describeJob(job: Job, state: JobState): object {
  const hasEnded = state === 'Completed' || state === 'Failed' || state === 'PartiallyCompleted';
  const isFileFailed = job.fault === 'failed_file' || state === 'Failed';
  const failed = hasEnded && isFileFailed ? job.files.length : 0;
  return {
    job_state: state,
    created_at: job.createdAt.toISOString(),
    updated_at: new Date().toISOString(),
    job_id: job.id,
    total_files: job.files.length,
    successful_files_count: hasEnded ? job.files.length - failed : 0,
    failed_files_count: failed,
    storage_container_type: storageType,
    error_message: state === 'Failed' ? 'The job failed.' : '',
    job_details: hasEnded ? job.files.map((file, index) => describeFile(job, file.name, index, isFileFailed)) : [],
  };
}

function describeFile(job: Job, name: string, index: number, isFailed: boolean): object {
  const inputs = [{ file_name: name, file_id: String(index) }];
  if (isFailed) return { inputs, outputs: [], state: 'Internal Server Error', error_message: 'Transcription failed.' };
  const output = job.fault === 'missing_output' ? `lost-${index}.json` : `${index}.json`;
  return { inputs, outputs: [{ file_name: output, file_id: String(index) }], state: 'Success', error_message: null };
}
