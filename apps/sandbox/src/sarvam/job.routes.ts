import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { isJobFault } from '../faults/vendor-fault.ts';
import { describeJob, storageType } from './job-status.ts';
import type { Job, JobFile } from './job-store.ts';
import { jobParametersSchema } from './parameters.ts';
import { refuseAsSarvam } from './refusal.ts';
import type { SarvamDoor } from './sarvam-door.ts';
import type { SarvamDependencies } from './sarvam.routes.ts';

const createSchema = z.looseObject({ job_parameters: jobParametersSchema });
const filesSchema = z.looseObject({ job_id: z.string(), files: z.array(z.string().min(1).max(255)).min(1).max(20) });

/** Batch jobs: created, fed through presigned addresses, started, watched, and read through presigned addresses again. */
export function registerJobRoutes(app: FastifyInstance, { jobs }: SarvamDependencies, door: SarvamDoor): void {
  const prefix = '/speech-to-text/job/v1';

  app.post(prefix, async (request, reply) => {
    const visit = await door.open(request, reply, 'create_job', request.body as object);
    if (visit === undefined) return reply;
    const body = createSchema.safeParse(request.body);
    if (!body.success) return refuseAsSarvam(reply, { status: 422, message: z.prettifyError(body.error) });
    const job = jobs.create(visit.apiKey, body.data.job_parameters);
    return reply.code(202).send({
      job_id: job.id,
      storage_container_type: storageType,
      job_parameters: job.parameters,
      job_state: 'Accepted',
    });
  });

  app.post(`${prefix}/upload-files`, async (request, reply) => {
    const visit = await door.open(request, reply, 'upload_files', {});
    if (visit === undefined) return reply;
    const found = findNamed(request, visit.apiKey);
    if (found === undefined) return refuseAsSarvam(reply, { status: 404 });
    const files = jobs.addFiles(found.job, found.files);
    return { ...answerFor(found.job), upload_urls: addresses(request, files, ({ name }) => name, 'upload') };
  });

  app.post<{ Params: { id: string } }>(`${prefix}/:id/start`, async (request, reply) => {
    const visit = await door.open(request, reply, 'start_job', { job_id: request.params.id });
    if (visit === undefined) return reply;
    const job = jobs.find(request.params.id, visit.apiKey);
    if (job === undefined) return refuseAsSarvam(reply, { status: 404 });
    if (job.startedAt !== undefined)
      return refuseAsSarvam(reply, { status: 400, message: 'The job has been started.' });
    if (!job.files.some(({ audio }) => audio !== undefined)) {
      return refuseAsSarvam(reply, { status: 400, message: 'No file has been uploaded.' });
    }
    job.startedAt = new Date();
    if (visit.fault !== undefined && isJobFault(visit.fault)) job.fault = visit.fault.kind;
    return describeJob(job, jobs.stateOf(job));
  });

  app.get<{ Params: { id: string } }>(`${prefix}/:id/status`, async (request, reply) => {
    const visit = await door.open(request, reply, 'status', { job_id: request.params.id });
    if (visit === undefined) return reply;
    const job = jobs.find(request.params.id, visit.apiKey);
    return job === undefined ? refuseAsSarvam(reply, { status: 404 }) : describeJob(job, jobs.stateOf(job));
  });

  app.post(`${prefix}/download-files`, async (request, reply) => {
    const visit = await door.open(request, reply, 'download_files', {});
    if (visit === undefined) return reply;
    const found = findNamed(request, visit.apiKey);
    if (found === undefined || jobs.stateOf(found.job) === 'Running') return refuseAsSarvam(reply, { status: 404 });
    const named = found.files.map((name) => found.job.files[/^\d+\.json$/.test(name) ? Number.parseInt(name, 10) : -1]);
    const files = named.filter((file) => file !== undefined);
    if (files.length < found.files.length) return refuseAsSarvam(reply, { status: 404 });
    const nameOf = (_file: JobFile, index: number) => found.files[index] ?? '';
    return { ...answerFor(found.job), download_urls: addresses(request, files, nameOf, 'download') };
  });

  function findNamed(request: FastifyRequest, apiKey: string): { job: Job; files: string[] } | undefined {
    const body = filesSchema.safeParse(request.body);
    const job = body.success ? jobs.find(body.data.job_id, apiKey) : undefined;
    return body.success && job !== undefined ? { job, files: body.data.files } : undefined;
  }

  function answerFor(job: Job): object {
    return { job_id: job.id, job_state: jobs.stateOf(job), storage_container_type: storageType };
  }
}

function addresses(
  request: FastifyRequest,
  files: readonly JobFile[],
  nameOf: (file: JobFile, index: number) => string,
  kind: 'upload' | 'download',
): object {
  const base = `http://${request.host}/sarvam/storage`;
  return Object.fromEntries(
    files.map((file, index) => [
      nameOf(file, index),
      { file_url: `${base}/${file[kind]}?sig=${file[kind]}`, file_metadata: {} },
    ]),
  );
}
