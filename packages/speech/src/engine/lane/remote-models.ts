import type { MessagePort, Transferable } from 'node:worker_threads';
import type { EmbeddingModel, MaskedFeatures, SegmentationModel } from '../../diarization/models.ts';
import type { MelFeatures } from '../../features/mel.ts';
import type { EncodedChunk, Encoder } from '../../recognition/encoder.ts';
import type { FromHostPort, HostedDiarization, HostRequest, HostResult } from '../host/messages.ts';
import { RemoteCalls } from '../rpc/remote-calls.ts';

/** What a call has cost so far. */
export interface CallCosts {
  encoderMs: number;
  diarizationMs: number;
  chunks: number;
  /** Summed over the chunks. */
  batches: number;
}

/** The host's graphs as a lane sees them. What they cost adds up until it is taken; what is late counts for nobody. */
export class RemoteModels implements Encoder, SegmentationModel {
  readonly #calls: RemoteCalls<HostRequest, HostResult>;
  #costs = createCosts();

  constructor(port: MessagePort) {
    this.#calls = new RemoteCalls((message, transfer) => port.postMessage(message, transfer));
    port.on('message', (answer: FromHostPort) => this.#calls.accept(answer));
  }

  takeCosts(): CallCosts {
    const costs = this.#costs;
    this.#costs = createCosts();
    return costs;
  }

  async encode(features: readonly MelFeatures[]): Promise<EncodedChunk[]> {
    return Promise.all(features.map(async (chunk) => this.#encodeChunk(chunk)));
  }

  async segment(windows: readonly Float32Array[]): Promise<Uint8Array[]> {
    return (await this.#diarize({ model: 'segmentation', windows })) as Uint8Array[];
  }

  describeVoices({ minCleanFrames }: HostedDiarization): EmbeddingModel {
    return {
      minCleanFrames,
      embed: async (windows: readonly MaskedFeatures[]) =>
        (await this.#diarize({ model: 'embedding', windows })) as (Float32Array | null)[][],
    };
  }

  async #encodeChunk(features: MelFeatures): Promise<EncodedChunk> {
    const costs = this.#costs;
    const { result, cost } = await this.#calls.call({ model: 'encoder', features }, [bufferOf(features.data)]);
    costs.encoderMs += cost.computeMs;
    costs.chunks++;
    costs.batches += cost.batch;
    return result as EncodedChunk;
  }

  async #diarize(request: HostRequest): Promise<HostResult['result']> {
    const costs = this.#costs;
    const { result, cost } = await this.#calls.call(request);
    costs.diarizationMs += cost.computeMs;
    return result;
  }
}

function createCosts(): CallCosts {
  return { encoderMs: 0, diarizationMs: 0, chunks: 0, batches: 0 };
}

/** Features own their buffer, so that it may move. */
function bufferOf({ buffer }: Float32Array): Transferable {
  return buffer as ArrayBuffer;
}
