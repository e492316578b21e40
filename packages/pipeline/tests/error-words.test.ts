import { Writable } from 'node:stream';
import { inTransaction, saveTranscript } from '@callscript/db';
import { createLogger } from '@callscript/service';
import { describe, expect, test } from 'vitest';
import { classifyFailure } from '../src/index.ts';
import { bid } from './_support.ts';
import { pipelinePerFile } from './_pipelines.ts';

const pipeline = pipelinePerFile();

const secret = 'my card number is 4111 1111 1111 1111';

/** Errors of statements that carry what a caller said, each of another making. */
const failures: [string, () => Promise<unknown>][] = [
  ['drizzle', () => save(pipeline.db)],
  ['a transaction', () => inTransaction(pipeline.db, (tx) => save(tx))],
  ['the driver', () => pipeline.query('INSERT INTO users (email) VALUES (?)', [secret])],
];

async function save(db: Parameters<typeof saveTranscript>[0]): Promise<void> {
  await saveTranscript(db, {
    bid,
    callid: 'c-1',
    transcript: secret,
    speaker_segments: [],
    stt_provider: secret.repeat(3),
    model: 'm',
    audio_seconds: 1,
    processing_meta: {},
  });
}

describe('what a caller said', () => {
  test.each(failures)('does not get out with the error of a statement of %s', async (_whose, fail) => {
    const error = await fail().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(classifyFailure(error)).toEqual({
      failure: 'retryable',
      code: expect.stringMatching(/^ER_/),
      message: 'a database statement failed',
    });
  });

  test.each(failures.slice(0, 2))(
    'does not get into a log with the error of a statement of %s',
    async (_whose, fail) => {
      const error = await fail().catch((thrown: unknown) => thrown);
      let written = '';
      const destination = new Writable({
        write(chunk: Buffer, _encoding, done) {
          written += chunk.toString();
          done();
        },
      });
      createLogger({ service: 'test', level: 'info' }, destination).error({ err: error }, 'it failed');
      expect(written).toContain('it failed');
      expect(written).not.toContain('4111');
    },
  );
});
