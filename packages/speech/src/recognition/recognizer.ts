import { isSilent } from '../long-calls/silence.ts';
import { EncoderSession } from './encoder-session.ts';
import { JointSession } from './joint-session.ts';
import { hopSamples, MelFrontEnd } from '../features/mel.ts';
import { ModelError } from './model-error.ts';
import { readModelFiles, type ModelFiles, type ModelPrecision } from './model-files.ts';
import type { RecognizerDevice } from './open-graph.ts';
import type { ChunkRecognizer } from '../long-calls/recognize-long.ts';
import type { Recognition } from './recognition.ts';
import { recognizerSampleRateHz } from '../audio/resample.ts';
import { decodeGreedy } from './tdt-decoder.ts';
import { buildWords } from './words.ts';

export interface RecognizerOptions {
  readonly modelDirectory: string;
  readonly precision: ModelPrecision;
  /** Where the encoder runs, `cpu` when absent; the decoder always runs on the CPU. */
  readonly device?: RecognizerDevice | undefined;
  /** Threads of the encoder; the decoder always has one. */
  readonly intraOpThreads: number;
}

/** Shorter audio holds no word, and its feature statistics mean nothing. */
const minAudioSeconds = 0.1;

/**
 * Parakeet-TDT from samples to words. Inference blocks the calling thread: servers use `RecognizerThread`.
 */
export class Recognizer implements ChunkRecognizer, AsyncDisposable {
  /** 16 kHz samples to one encoder frame. */
  readonly samplesPerFrame: number;
  readonly device: RecognizerDevice;
  readonly #files: ModelFiles;
  readonly #frontEnd: MelFrontEnd;
  readonly #encoder: EncoderSession;
  readonly #joint: JointSession;

  private constructor(files: ModelFiles, encoder: EncoderSession, joint: JointSession, device: RecognizerDevice) {
    this.samplesPerFrame = hopSamples * files.config.subsamplingFactor;
    this.device = device;
    this.#files = files;
    this.#frontEnd = new MelFrontEnd(files.config.featureCount);
    this.#encoder = encoder;
    this.#joint = joint;
  }

  /** @throws {ModelError} when the folder lacks a file, a graph does not fit the others, or the device cannot be used. */
  static async load(options: RecognizerOptions): Promise<Recognizer> {
    const { device = 'cpu', precision, intraOpThreads } = options;
    if (device === 'cuda' && precision === 'int8') {
      throw new ModelError('device_unusable', 'CUDA has no int8 operators for this model; it needs the fp32 graphs.');
    }
    const files = await readModelFiles(options.modelDirectory, precision);
    await using opened = new AsyncDisposableStack();
    const joint = opened.use(await JointSession.load(files.decoderJointPath, files.vocabulary.pieces.length));
    const sizes = { featureCount: files.config.featureCount, frameWidth: joint.frameWidth };
    const encoder = await EncoderSession.load(files.encoderPath, sizes, { device, intraOpThreads });
    opened.move();
    return new Recognizer(files, encoder, joint, device);
  }

  async recognizeChunks(chunks: readonly Float32Array[]): Promise<Recognition[]> {
    const heard: Recognition[] = [];
    for (const chunk of chunks) heard.push(await this.recognizeChunk(chunk));
    return heard;
  }

  /** One pass over audio short enough for it (about 30 s); memory grows with the length. */
  async recognizeChunk(samples: Float32Array): Promise<Recognition> {
    const isTooShort = samples.length < minAudioSeconds * recognizerSampleRateHz;
    if (isTooShort || isSilent(samples, this.samplesPerFrame)) return { text: '', words: [], tokens: [] };
    const { config, vocabulary } = this.#files;
    const encoded = await this.#encoder.encode(this.#frontEnd.compute(samples));
    const tokens = await decodeGreedy(this.#joint, encoded, {
      blankId: vocabulary.blankId,
      maxTokensPerStep: config.maxTokensPerStep,
    });
    const words = buildWords(tokens, {
      pieces: vocabulary.pieces,
      secondsPerFrame: this.samplesPerFrame / recognizerSampleRateHz,
      endFrame: encoded.frameCount,
    });
    return { text: words.map((word) => word.word).join(' '), words, tokens };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await using opened = new AsyncDisposableStack();
    opened.use(this.#joint);
    opened.use(this.#encoder);
  }
}
