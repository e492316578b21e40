import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpProblem } from '@callscript/http';
import type { FastifyReply } from 'fastify';
import { silentWavHeader } from './silent-wav.ts';
import type { RecordingFault } from './recording-faults.ts';
import type { Recording } from './recording-library.ts';

const loginPage = `<!doctype html>
<html lang="en"><head><title>Sign in</title></head>
<body><h1>Your session has expired</h1><form method="post"><input name="user"><input name="password" type="password"></form></body></html>
`;

/** Answers a download as a source in trouble does. Only some faults need the recording to exist. */
export async function sendFaulty(
  reply: FastifyReply,
  fault: RecordingFault,
  recording: Recording | undefined,
): Promise<FastifyReply> {
  switch (fault.kind) {
    case 'late':
      throw new HttpProblem(404, 'The recording is not there yet.');
    case 'empty':
      return reply.type('audio/wav').header('content-length', 0).send('');
    case 'html':
      return reply.type('text/html; charset=utf-8').send(loginPage);
    case 'hang':
      return reply.hijack();
    case 'redirect':
      return reply.redirect(fault.url);
    case 'status':
      if (fault.statusCode === 429 || fault.statusCode === 503) reply.header('retry-after', 1);
      return reply.code(fault.statusCode).type('text/plain').send(`Status ${fault.statusCode}, as asked.\n`);
    case 'huge':
      return reply.type('audio/wav').header('content-length', fault.bytes).send(silence(fault.bytes));
    case 'unannounced':
      return reply.type('audio/wav').send(silence(fault.bytes));
    case 'truncated':
      return sendHalf(reply, require(recording));
    case 'slow': {
      const { path, size, contentType } = require(recording);
      const body = Readable.from(throttle(createReadStream(path), fault.bytesPerSecond));
      return reply.type(contentType).header('content-length', size).send(body);
    }
  }
}

function require(recording: Recording | undefined): Recording {
  if (!recording) throw new HttpProblem(404, 'This fault needs a recording, and there is none of that name.');
  return recording;
}

async function sendHalf(reply: FastifyReply, { path, size, contentType }: Recording): Promise<FastifyReply> {
  const half = (await readFile(path)).subarray(0, Math.floor(size / 2));
  reply.hijack();
  reply.raw.writeHead(200, { 'content-type': contentType, 'content-length': size });
  reply.raw.write(half, () => reply.raw.destroy());
  return reply;
}

async function* throttle(source: AsyncIterable<Buffer>, bytesPerSecond: number): AsyncGenerator<Buffer> {
  const sliceBytes = Math.ceil(bytesPerSecond / 10);
  for await (const chunk of source) {
    for (let offset = 0; offset < chunk.length; offset += sliceBytes) {
      yield chunk.subarray(offset, offset + sliceBytes);
      await sleep((sliceBytes / bytesPerSecond) * 1000);
    }
  }
}

/** A well-formed recording of nothing, made as it is read: three gigabytes of it take no memory. */
function silence(bytes: number): Readable {
  return Readable.from(generateSilence(bytes), { objectMode: false });
}

function* generateSilence(bytes: number): Generator<Buffer> {
  const header = silentWavHeader(bytes).subarray(0, bytes);
  yield header;
  const zeros = Buffer.alloc(64 * 1024);
  for (let left = bytes - header.length; left > 0; left -= zeros.length) {
    yield zeros.subarray(0, Math.min(left, zeros.length));
  }
}
