import { problemContentType, type FieldError, type Problem } from '@callscript/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';

/** Thrown by handlers for an outcome the caller must learn of; becomes a problem document. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly errors: FieldError[] | undefined;
  readonly headers: Record<string, string>;

  constructor(
    status: number,
    detail: string,
    options: { errors?: FieldError[]; headers?: Record<string, string> } = {},
  ) {
    super(detail);
    this.status = status;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not found',
  405: 'Method not allowed',
  408: 'Request timeout',
  409: 'Conflict',
  412: 'Precondition failed',
  413: 'Content too large',
  415: 'Unsupported media type',
  422: 'Unprocessable content',
  429: 'Too many requests',
  431: 'Request header fields too large',
  500: 'Internal error',
  501: 'Not implemented',
  503: 'Service unavailable',
};

/** @param requestId also in the logs */
export function buildProblem(problem: HttpProblem, requestId: string): Problem {
  return {
    type: 'about:blank',
    title: titles[problem.status] ?? 'Error',
    status: problem.status,
    ...(problem.message === '' ? {} : { detail: problem.message }),
    instance: requestId,
    ...(problem.errors === undefined ? {} : { errors: problem.errors }),
  };
}

export function sendProblem(req: FastifyRequest, reply: FastifyReply, problem: HttpProblem): FastifyReply {
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type(problemContentType)
    .send(buildProblem(problem, req.id));
}

/** Parses what a caller sent. @throws HttpProblem with status 422 that names every wrong field. */
export function parseInput<T extends z.ZodType>(schema: T, input: unknown, what: string): z.infer<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new HttpProblem(422, `the ${what} is not valid`, { errors: fieldErrors(parsed.error) });
}

export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.slice(0, 20).map((issue) => ({
    field: issue.path.map(String).join('.').slice(0, 200),
    message: issue.message.slice(0, 300),
  }));
}
