import { hopSamples, MelFrontEnd } from '../features/mel.ts';
import { recognizerSampleRateHz } from '../audio/resample.ts';
import type { ChunkRecognizer } from '../long-calls/recognize-long.ts';
import { isSilent } from '../long-calls/silence.ts';
import { EncoderSession } from './encoder-session.ts';
import type { EncodedChunk, Encoder } from './encoder.ts';
import { JointSession } from './joint-session.ts';
import { ModelError } from './model-error.ts';
import { readModelFiles, type ModelFiles, type ModelPrecision } from './model-files.ts';
import type { RecognizerDevice } from './open-graph.ts';
import type { Recognition } from './recognition.ts';
import { decodeGreedy, type DecodedToken } from './tdt-decoder.ts';
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

/** Steps of more utterances together gain little more, and take memory for the scores of all of them. */
const rowsPerStep = 16;

const nothingHeard: Recognition = { text: '', words: [], tokens: [] };

/**
 * Parakeet-TDT from samples to words. Inference blocks the calling thread: servers use `SpeechEngine`.
 *
 * In fp32 and fp16 a chunk gives the same text whatever it is recognised together with. Dynamic int8 takes one scale for
 * everything in a run, so its chunks run alone, unpadded.
 */
export class Recognizer implements ChunkRecognizer, AsyncDisposable {
  /** 16 kHz samples to one encoder frame. */
  readonly samplesPerFrame: number;
  readonly #files: ModelFiles;
  readonly #frontEnd: MelFrontEnd;
  readonly #encoder: Encoder;
  readonly #joint: JointSession;
  readonly #resources: AsyncDisposableStack;

  /** `resources` are closed with the recogniser. */
  private constructor(files: ModelFiles, encoder: Encoder, joint: JointSession, resources: AsyncDisposableStack) {
    this.samplesPerFrame = hopSamples * files.config.subsamplingFactor;
    this.#files = files;
    this.#frontEnd = new MelFrontEnd(files.config.featureCount);
    this.#encoder = encoder;
    this.#joint = joint;
    this.#resources = resources;
  }

  /** @throws {ModelError} when the folder lacks a file, a graph does not fit the others, or the device cannot be used. */
  static async load(options: RecognizerOptions): Promise<Recognizer> {
    const { device = 'cpu', precision, intraOpThreads } = options;
    if (device === 'cuda' && precision === 'int8') {
      throw new ModelError('device_unusable', 'CUDA has no int8 operators for this model; it needs the fp32 graphs.');
    }
    const files = await readModelFiles(options.modelDirectory, precision);
    await using opened = new AsyncDisposableStack();
    const joint = opened.use(await loadJoint(files));
    const sizes = { featureCount: files.config.featureCount, frameWidth: joint.frameWidth };
    const encoder = opened.use(await EncoderSession.load(files.encoderPath, sizes, { device, intraOpThreads }));
    return new Recognizer(files, encoder, joint, opened.move());
  }

  /**
   * A recogniser whose encoder lives elsewhere and stays its owner's.
   *
   * @throws {ModelError} when the decoder's graph does not fit the vocabulary.
   */
  static async create({ files, encoder }: { files: ModelFiles; encoder: Encoder }): Promise<Recognizer> {
    await using opened = new AsyncDisposableStack();
    const joint = opened.use(await loadJoint(files));
    return new Recognizer(files, encoder, joint, opened.move());
  }

  /**
   * Chunks of 16 kHz samples in [-1, 1], each short enough for one pass (about 30 s): memory grows with the length. Those
   * under 0.1 s and silent ones give an empty result. Results in the order of the chunks.
   */
  async recognizeChunks(chunks: readonly Float32Array[]): Promise<Recognition[]> {
    const audible = chunks.filter((samples) => this.#isAudible(samples));
    const encoded = await this.#encoder.encode(audible.map((samples) => this.#frontEnd.compute(samples)));
    const { config, vocabulary } = this.#files;
    const tokens = await decodeGreedy(this.#joint, encoded, {
      blankId: vocabulary.blankId,
      maxTokensPerStep: config.maxTokensPerStep,
    });
    const heard = new Map(audible.map((samples, i) => [samples, this.#describe(tokens[i], encoded[i])]));
    return chunks.map((samples) => heard.get(samples) ?? nothingHeard);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#resources.disposeAsync();
  }

  #isAudible(samples: Float32Array): boolean {
    return samples.length >= minAudioSeconds * recognizerSampleRateHz && !isSilent(samples, this.samplesPerFrame);
  }

  #describe(tokens: readonly DecodedToken[], { frameCount }: EncodedChunk): Recognition {
    const words = buildWords(tokens, {
      pieces: this.#files.vocabulary.pieces,
      secondsPerFrame: this.samplesPerFrame / recognizerSampleRateHz,
      endFrame: frameCount,
    });
    return { text: words.map(({ word }) => word).join(' '), words, tokens };
  }
}

async function loadJoint({ decoderJointPath, vocabulary, precision }: ModelFiles): Promise<JointSession> {
  const maxRows = precision === 'int8' ? 1 : rowsPerStep;
  return JointSession.load(decoderJointPath, { vocabularySize: vocabulary.pieces.length, maxRows });
}
