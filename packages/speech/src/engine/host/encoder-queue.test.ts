import { describe, expect, test } from 'vitest';
import type { MelFeatures } from '../../features/mel.ts';
import type { BatchShape } from '../../recognition/encoder-session.ts';
import type { EncodedChunk } from '../../recognition/encoder.ts';
import { estimateBatchBytes } from './batch-memory.ts';
import { EncoderQueue, type BatchEncoder, type QueueEvents } from './encoder-queue.ts';

const memoryShort = 'Failed to allocate memory for requested buffer of size 1207959552';

/** Gives every chunk its first feature back; fails with more rows than it has room for. */
class FakeEncoder implements BatchEncoder {
  readonly runs: { lengths: number[]; shape: BatchShape }[] = [];
  rowsMax = Infinity;
  complaint = memoryShort;

  async encodeBatch(chunks: readonly MelFeatures[], shape: BatchShape): Promise<EncodedChunk[]> {
    this.runs.push({ lengths: chunks.map(({ frameCount }) => frameCount), shape });
    if (shape.batch > this.rowsMax) throw new Error(this.complaint);
    return chunks.map(({ data }) => ({ frames: data.slice(0, 1), width: 1, frameCount: 1 }));
  }
}

class Witness implements QueueEvents {
  readonly batches: number[] = [];
  readonly limits: number[] = [];
  readonly failures: unknown[] = [];
  ran({ chunks }: { chunks: number }): void {
    this.batches.push(chunks);
  }
  halved(maxRows: number): void {
    this.limits.push(maxRows);
  }
  failed(error: unknown): void {
    this.failures.push(error);
  }
}

function createFeatures(frameCount: number, mark = 0): MelFeatures {
  return { data: new Float32Array(frameCount).fill(mark), melCount: 1, frameCount, validFrameCount: frameCount };
}

function createQueue(rules: Partial<ConstructorParameters<typeof EncoderQueue>[1]> = {}) {
  const encoder = new FakeEncoder();
  const witness = new Witness();
  const queue = new EncoderQueue(
    encoder,
    { memoryBytes: estimateBatchBytes(8, 1000), maxRows: 64, patienceMs: 0, ...rules },
    witness,
  );
  return { encoder, witness, queue };
}

async function encodeAll(queue: EncoderQueue, lengths: readonly number[]): Promise<number[]> {
  const encoded = await Promise.all(lengths.map((length, i) => queue.encode(createFeatures(length, i))));
  return encoded.map(({ chunk }) => chunk.frames[0]);
}

describe('EncoderQueue', () => {
  test('runs chunks of like length together and gives each its own result', async () => {
    const { encoder, queue } = createQueue();
    expect(await encodeAll(queue, [1000, 300, 990, 310])).toEqual([0, 1, 2, 3]);
    expect(encoder.runs).toEqual([
      { lengths: [1000, 990], shape: { batch: 2, frames: 1000 } },
      { lengths: [310, 300], shape: { batch: 2, frames: 310 } },
    ]);
  });

  test('keeps a batch within the memory that it may take', async () => {
    const { encoder, queue } = createQueue();
    await encodeAll(queue, Array<number>(20).fill(1000));
    expect(encoder.runs.map(({ lengths }) => lengths.length)).toEqual([8, 8, 4]);
  });

  test('runs chunks alone where they may not meet', async () => {
    const { encoder, queue } = createQueue({ maxRows: 1 });
    await encodeAll(queue, [500, 500, 500]);
    expect(encoder.runs.map(({ shape }) => shape)).toEqual([1, 1, 1].map((batch) => ({ batch, frames: 500 })));
  });

  test('runs one shape whatever waits, where the device wants that', async () => {
    const { encoder, queue } = createQueue({ maxRows: 4, fixedFrames: 3000, memoryBytes: Infinity });
    await encodeAll(queue, [3000, 200, 1500, 700, 30]);
    expect(encoder.runs.map(({ lengths, shape }) => [lengths.length, shape])).toEqual([
      [4, { batch: 4, frames: 3000 }],
      [1, { batch: 4, frames: 3000 }],
    ]);
  });

  test('waits for company until the batch is full', async () => {
    const { encoder, queue } = createQueue({ maxRows: 2, fixedFrames: 3000, patienceMs: 60_000 });
    const first = queue.encode(createFeatures(100));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(encoder.runs).toEqual([]);
    await Promise.all([first, queue.encode(createFeatures(100))]);
    expect(encoder.runs.map(({ lengths }) => lengths.length)).toEqual([2]);
  });

  test('does not wait for company beyond its patience', async () => {
    const { encoder, queue } = createQueue({ maxRows: 2, fixedFrames: 3000, patienceMs: 10 });
    await queue.encode(createFeatures(100));
    expect(encoder.runs.map(({ lengths }) => lengths.length)).toEqual([1]);
  });

  test('shares the time of a batch among its chunks by length', async () => {
    const { queue } = createQueue();
    const [long, short] = await Promise.all([1000, 800].map((length) => queue.encode(createFeatures(length))));
    expect(long.cost.batch).toBe(2);
    expect(long.cost.computeMs / short.cost.computeMs).toBeCloseTo(1000 / 800, 6);
  });
});

describe('EncoderQueue, when memory is short', () => {
  test.each([memoryShort, 'CUDA failure 2: out of memory ; GPU=0', 'BFCArena::Extend could not allocate'])(
    'halves the batch for good and loses no chunk: %s',
    async (complaint) => {
      const { encoder, witness, queue } = createQueue();
      Object.assign(encoder, { rowsMax: 3, complaint });
      const marks = Array.from({ length: 16 }, (_, i) => i);
      expect(await encodeAll(queue, Array<number>(16).fill(1000))).toEqual(marks);
      expect(witness.limits).toEqual([4, 2]);
      expect(witness.batches).toEqual(Array(8).fill(2));
      expect(witness.failures).toEqual([]);
      expect(await encodeAll(queue, [1000, 1000, 1000])).toEqual([0, 1, 2]);
      expect(witness.limits).toEqual([4, 2]);
    },
  );

  test('halves the rows of the one shape', async () => {
    const { encoder, witness, queue } = createQueue({ maxRows: 8, fixedFrames: 3000 });
    encoder.rowsMax = 2;
    await queue.encode(createFeatures(100));
    expect(witness.limits).toEqual([4, 2]);
    expect(encoder.runs.map(({ shape }) => shape.batch)).toEqual([8, 4, 2]);
  });

  test('gives a chunk up that does not even fit alone, and goes on with the next', async () => {
    const { encoder, witness, queue } = createQueue();
    encoder.rowsMax = 0;
    await expect(queue.encode(createFeatures(1000))).rejects.toThrow(memoryShort);
    expect(witness.failures).toHaveLength(1);
    encoder.rowsMax = 1;
    expect(await encodeAll(queue, [1000])).toEqual([0]);
  });
});

describe('EncoderQueue, when a run fails otherwise', () => {
  test('gives up the chunks of that batch alone', async () => {
    const { encoder, witness, queue } = createQueue();
    Object.assign(encoder, { rowsMax: 1, complaint: 'Got invalid dimensions for input' });
    const outcomes = await Promise.allSettled([1000, 300, 1000].map((length) => queue.encode(createFeatures(length))));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected']);
    expect(witness.limits).toEqual([]);
    expect(witness.failures).toMatchObject([{ message: 'Got invalid dimensions for input' }]);
  });
});
