import { setImmediate as yieldToEventLoop, setTimeout as sleep } from 'node:timers/promises';
import type { MelFeatures } from '../../features/mel.ts';
import type { EncodedChunk } from '../../recognition/encoder.ts';
import type { BatchShape } from '../../recognition/encoder-session.ts';
import { estimateBatchBytes } from './batch-memory.ts';
import type { BatchRules } from './batch-rules.ts';
import type { HostCost } from './messages.ts';
import { planBatch } from './plan-batch.ts';
import { isOutOfMemory } from './runtime-errors.ts';

export interface BatchEncoder {
  /** As many results as chunks; rows of the shape without a chunk give nothing. */
  encodeBatch(chunks: readonly MelFeatures[], shape: BatchShape): Promise<EncodedChunk[]>;
}

export interface EncodedWithCost {
  readonly chunk: EncodedChunk;
  readonly cost: HostCost;
}

export interface QueueEvents {
  /** A batch has run; `waitMs` is how long its oldest chunk had waited. */
  ran(batch: { chunks: number; waitMs: number; computeMs: number; audioSeconds: number }): void;
  /** Memory was short; from now on a batch has at most so many chunks. */
  halved(maxRows: number, reason: string): void;
  /** A batch was given up, and its chunks with it. */
  failed(error: unknown): void;
}

interface Waiting {
  readonly features: MelFeatures;
  readonly since: number;
  readonly resolve: (encoded: EncodedWithCost) => void;
  readonly reject: (error: unknown) => void;
}

const framesPerSecond = 100;

/** Chunks of all calls, in front of the one encoder: runs them together where that gains something. */
export class EncoderQueue {
  readonly #encoder: BatchEncoder;
  readonly #rules: BatchRules;
  readonly #events: QueueEvents;
  #maxRows: number;
  /** Oldest first. */
  #waiting: Waiting[] = [];
  #isWorking = false;

  constructor(encoder: BatchEncoder, rules: BatchRules, events: QueueEvents) {
    this.#encoder = encoder;
    this.#rules = rules;
    this.#events = events;
    this.#maxRows = rules.maxRows;
  }

  async encode(features: MelFeatures): Promise<EncodedWithCost> {
    const { promise, resolve, reject } = Promise.withResolvers<EncodedWithCost>();
    this.#waiting.push({ features, since: performance.now(), resolve, reject });
    if (!this.#isWorking) void this.#work();
    return promise;
  }

  async #work(): Promise<void> {
    this.#isWorking = true;
    while (this.#waiting.length > 0) {
      // A run blocks the thread: what was sent meanwhile is received only now.
      await yieldToEventLoop();
      await this.#awaitCompany();
      const batch = this.#takeBatch();
      await this.#run(batch);
    }
    this.#isWorking = false;
  }

  async #awaitCompany(): Promise<void> {
    const until = this.#waiting[0].since + this.#rules.patienceMs;
    while (this.#waiting.length < this.#maxRows) {
      const remainingMs = until - performance.now();
      if (remainingMs <= 0) return;
      await sleep(Math.min(remainingMs, 5));
    }
  }

  #takeBatch(): Waiting[] {
    const lengths = this.#waiting.map(({ features }) => this.#rules.fixedFrames ?? features.frameCount);
    const indexes = planBatch(lengths, (rows, frames) => this.#fits(rows, frames));
    const batch = indexes.map((index) => this.#waiting[index]);
    this.#waiting = this.#waiting.filter((waiting) => !batch.includes(waiting));
    return batch;
  }

  #fits(rows: number, frames: number): boolean {
    return rows <= this.#maxRows && estimateBatchBytes(rows, frames) <= this.#rules.memoryBytes;
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    const startedAt = performance.now();
    const chunks = batch.map(({ features }) => features);
    try {
      const shape = this.#shapeOf(chunks);
      const encoded = await this.#encoder.encodeBatch(chunks, shape);
      this.#answer(batch, encoded, startedAt);
    } catch (error) {
      if (isOutOfMemory(error) && this.#halve(chunks.length, error)) {
        this.#waiting.unshift(...batch);
        return;
      }
      for (const { reject } of batch) reject(error);
      this.#events.failed(error);
    }
  }

  #shapeOf(chunks: readonly MelFeatures[]): BatchShape {
    const { fixedFrames } = this.#rules;
    if (fixedFrames !== undefined) return { batch: this.#maxRows, frames: fixedFrames };
    return { batch: chunks.length, frames: Math.max(...chunks.map(({ frameCount }) => frameCount)) };
  }

  #answer(batch: readonly Waiting[], encoded: readonly EncodedChunk[], startedAt: number): void {
    const computeMs = performance.now() - startedAt;
    const frames = batch.reduce((sum, { features }) => sum + features.validFrameCount, 0);
    batch.forEach(({ features, resolve }, i) => {
      const share = features.validFrameCount / frames;
      resolve({ chunk: encoded[i], cost: { computeMs: computeMs * share, batch: batch.length } });
    });
    const waitMs = startedAt - Math.min(...batch.map(({ since }) => since));
    this.#events.ran({ chunks: batch.length, waitMs, computeMs, audioSeconds: frames / framesPerSecond });
  }

  /** Whether there is a smaller batch than the one of `rows` chunks that was too large. */
  #halve(rows: number, error: unknown): boolean {
    const tried = this.#rules.fixedFrames === undefined ? rows : this.#maxRows;
    if (tried === 1) return false;
    this.#maxRows = Math.floor(tried / 2);
    this.#events.halved(this.#maxRows, error instanceof Error ? error.message : String(error));
    return true;
  }
}
