import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { createPipeline, type Pipeline } from './_support.ts';

/** A pipeline of its own for each test of the file: what is returned is always that of the running one. */
export function pipelinePerTest(): Pipeline {
  const current = {} as Pipeline;
  beforeEach(async () => void Object.assign(current, await createPipeline()));
  afterEach(() => current[Symbol.asyncDispose]());
  return current;
}

/** One pipeline for the tests of the file, each of which finds no calls and no effects. */
export function pipelinePerFile(): Pipeline {
  const pipeline = {} as Pipeline;
  beforeAll(async () => void Object.assign(pipeline, await createPipeline()));
  afterAll(() => pipeline[Symbol.asyncDispose]());
  beforeEach(async () => {
    await pipeline.query('DELETE FROM calls');
    await pipeline.query('DELETE FROM sys_logs');
  });
  return pipeline;
}
