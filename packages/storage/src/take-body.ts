import type { Readable } from 'node:stream';

/**
 * Runs `write`, which reads the body to its end. A body that fails before it is read does not bring the process down
 * (its reader gets the error), and one that nobody will finish is destroyed, so that its socket is freed.
 */
export async function takeBody<Result>(body: Readable | Buffer, write: () => Promise<Result>): Promise<Result> {
  if (Buffer.isBuffer(body)) return write();
  body.on('error', () => {});
  try {
    return await write();
  } catch (error) {
    body.destroy();
    throw error;
  }
}
