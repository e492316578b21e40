import { openAsBlob } from 'node:fs';
import { FormData } from 'undici';
import { z } from 'zod';
import { parseAnswer } from '../parse-answer.ts';
import { ProviderError } from '../provider-error.ts';
import type { HostedRecording } from '../provider.ts';
import type { Vendor } from '../vendor.ts';
import { sarvamTranscriptSchema, type SarvamTranscript } from './sarvam-answer.ts';
import type { SarvamParameters } from './sarvam-choices.ts';
import { readJobRefusal, readOutputRefusal, readSarvamRefusal, readStorageRefusal } from './sarvam-refusal.ts';

/** Sarvam's API, one method an operation. Each throws ProviderError, or the signal's reason. */
export interface SarvamApi {
  recognizeClip(
    recording: HostedRecording,
    parameters: SarvamParameters,
    signal: AbortSignal,
  ): Promise<SarvamTranscript>;
  createJob(parameters: object, signal: AbortSignal): Promise<string>;
  /** Where to put the file. */
  findUpload(jobId: string, fileName: string, signal: AbortSignal): Promise<URL>;
  upload(url: URL, recording: HostedRecording, signal: AbortSignal): Promise<void>;
  startJob(jobId: string, signal: AbortSignal): Promise<void>;
  readStatus(jobId: string, signal: AbortSignal): Promise<JobStatus>;
  /** Where to get the file. */
  findDownload(jobId: string, fileName: string, signal: AbortSignal): Promise<URL>;
  download(url: URL, signal: AbortSignal): Promise<SarvamTranscript>;
}

const createdSchema = z.object({ job_id: z.string().min(1).max(255) });

const statusSchema = z.object({
  job_state: z.string(),
  total_files: z.number().int().nullish(),
  successful_files_count: z.number().int().nullish(),
  failed_files_count: z.number().int().nullish(),
  error_message: z.string().nullish(),
  job_details: z
    .array(
      z.object({
        outputs: z.array(z.object({ file_name: z.string() })).nullish(),
        state: z.string(),
        error_message: z.string().nullish(),
      }),
    )
    .nullish(),
});
export type JobStatus = z.infer<typeof statusSchema>;

const addressSchema = z.object({ file_url: z.url({ protocol: /^https?$/ }) });
const uploadsSchema = z.object({ upload_urls: z.record(z.string(), addressSchema) });
const downloadsSchema = z.object({ download_urls: z.record(z.string(), addressSchema) });

const requestTimeoutMs = 60_000;
/** Half a gigabyte at a megabyte a second. */
const transferTimeoutMs = 600_000;

export function createSarvamApi(vendor: Vendor, apiKey: string): SarvamApi {
  const key = { 'api-subscription-key': apiKey };
  const json = { ...key, 'content-type': 'application/json' };
  const common = { timeoutMs: requestTimeoutMs, refuse: readSarvamRefusal };
  const transfer = { timeoutMs: transferTimeoutMs, refuse: readStorageRefusal };
  const jobs = '/speech-to-text/job/v1';
  const reading = <Schema extends z.ZodType>(what: string, schema: Schema) => ({
    read: ({ text }: { text: string }): z.infer<Schema> => parseAnswer('sarvam', what, schema, text),
  });

  /** Questions in JSON. */
  async function post<Schema extends z.ZodType>(
    operation: string,
    path: string,
    body: object,
    { schema, ...rest }: { schema: Schema; signal: AbortSignal; refuse?: typeof readSarvamRefusal },
  ): Promise<z.infer<Schema>> {
    const question = { method: 'POST', path, headers: json, body: () => JSON.stringify(body) } as const;
    return await vendor.ask(operation, {
      ...common,
      ...question,
      ...reading(`answer to ${operation}`, schema),
      ...rest,
    });
  }

  return {
    async recognizeClip(recording, parameters, signal) {
      const form = await buildForm(recording, parameters);
      const question = { method: 'POST', path: '/speech-to-text', headers: key, body: () => form, signal } as const;
      return await vendor.ask('clip', { ...common, ...question, ...reading('transcript', sarvamTranscriptSchema) });
    },
    async createJob(parameters, signal) {
      const body = { job_parameters: parameters };
      return (await post('create_job', jobs, body, { schema: createdSchema, signal })).job_id;
    },
    async findUpload(jobId, fileName, signal) {
      const body = { job_id: jobId, files: [fileName] };
      const { upload_urls } = await post('upload_files', `${jobs}/upload-files`, body, {
        schema: uploadsSchema,
        signal,
      });
      return findAddress(upload_urls, fileName);
    },
    async upload(path, recording, signal) {
      const headers = {
        'x-ms-blob-type': 'BlockBlob',
        'content-type': recording.contentType,
        'content-length': String(recording.bytes),
      };
      const question = { method: 'PUT', path, headers, body: () => recording.open(), signal } as const;
      await vendor.ask('upload', { ...transfer, ...question, read: () => undefined });
    },
    async startJob(jobId, signal) {
      const question = {
        method: 'POST',
        path: `${jobs}/${encodeURIComponent(jobId)}/start`,
        headers: key,
        signal,
      } as const;
      await vendor.ask('start_job', { ...common, ...question, refuse: readJobRefusal, read: () => undefined });
    },
    async readStatus(jobId, signal) {
      const path = `${jobs}/${encodeURIComponent(jobId)}/status`;
      const question = { method: 'GET', path, headers: key, signal, refuse: readJobRefusal } as const;
      return await vendor.ask('status', { ...common, ...question, ...reading('job status', statusSchema) });
    },
    async findDownload(jobId, fileName, signal) {
      const body = { job_id: jobId, files: [fileName] };
      const rules = { schema: downloadsSchema, signal, refuse: readOutputRefusal };
      const { download_urls } = await post('download_files', `${jobs}/download-files`, body, rules);
      return findAddress(download_urls, fileName);
    },
    async download(path, signal) {
      const question = { method: 'GET', path, signal } as const;
      return await vendor.ask('download', {
        ...transfer,
        ...question,
        ...reading('transcript', sarvamTranscriptSchema),
      });
    },
  };
}

/** A job of ours has one file, so an address under another name is still that file's. */
function findAddress(addresses: Readonly<Record<string, { file_url: string }>>, fileName: string): URL {
  const found = addresses[fileName] ?? Object.values(addresses)[0];
  if (found === undefined)
    throw new ProviderError('sarvam', 'malformed_answer', `sarvam gave no address for ${fileName}`);
  return new URL(found.file_url);
}

async function buildForm(recording: HostedRecording, parameters: SarvamParameters): Promise<FormData> {
  const form = new FormData();
  // Backed by the file: its bytes are read as they are sent.
  form.set('file', await openAsBlob(recording.path, { type: recording.contentType }), recording.fileName);
  for (const [name, value] of Object.entries(parameters)) {
    form.set(name, Array.isArray(value) ? JSON.stringify(value) : String(value));
  }
  return form;
}
