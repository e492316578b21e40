import path from 'node:path';
import { env, listSupportedBackends } from 'onnxruntime-node';
import { describeDecoder } from '../../audio/describe-decoder.ts';
import { readModelFiles } from '../../recognition/model-files.ts';
import type { RecognizerDevice } from '../../recognition/open-graph.ts';
import { findDecoder } from '../decoder.ts';
import { findCudaProblem } from '../device/cuda-provider.ts';
import type { EngineOptions } from '../engine-options.ts';
import { describeError } from '../failure.ts';
import { SpeechEngine } from '../speech-engine.ts';
import { listGpus, type Gpu } from './gpus.ts';
import { measureSpeed, type MeasuredSpeed } from './measure-speed.ts';
import { describeModelFolder, type ModelFolder } from './model-folder.ts';

/** What an engine with these options would work with, and whether and how fast it does. */
export interface EngineReport {
  readonly options: EngineOptions;
  readonly versions: { readonly node: string; readonly onnxruntime: string; readonly ffmpeg: string | undefined };
  /** What onnxruntime-node was built for, and whether its own package brings the libraries. */
  readonly providers: readonly { readonly name: string; readonly bundled: boolean }[];
  /** What keeps CUDA from working here, as far as that is seen without a GPU. */
  readonly cudaProblem: string | undefined;
  readonly gpus: readonly Gpu[] | undefined;
  readonly recognizer: ModelFolder | undefined;
  readonly diarization: ModelFolder | undefined;
  /** Where the engine started; undefined when it did not. */
  readonly device: RecognizerDevice | undefined;
  /** Why `auto` is the CPU. */
  readonly deviceNote: string | undefined;
  readonly speed: readonly MeasuredSpeed[];
  /** What is wrong; the engine works when there is nothing. */
  readonly problems: readonly string[];
}

const diarizationGraphs = ['segmentation.onnx', 'embedding.onnx'];

/** Looks at everything that the engine needs, then starts it and recognises built-in calls. Never rejects. */
export async function examineEngine(options: EngineOptions): Promise<EngineReport> {
  const problems: string[] = [];
  const attempt = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      problems.push(describeError(error));
      return undefined;
    }
  };
  const { diarizationDirectory } = options;
  const decoder = await attempt(() => describeDecoder(findDecoder(options)));
  const recognizer = await attempt(() => describeRecognizer(options));
  const diarization =
    diarizationDirectory === undefined
      ? undefined
      : await attempt(() => describeModelFolder(diarizationDirectory, diarizationGraphs));
  const run = await attempt(() => tryEngine(options));
  return {
    options,
    versions: { node: process.versions.node, onnxruntime: env.versions.node ?? 'unknown', ffmpeg: decoder?.version },
    providers: listSupportedBackends(),
    cudaProblem: await findCudaProblem(),
    gpus: await listGpus(),
    recognizer,
    diarization,
    device: run?.device,
    deviceNote: run?.deviceNote,
    speed: run?.speed ?? [],
    problems: [...new Set(problems)],
  };
}

async function describeRecognizer({ modelDirectory, precision }: EngineOptions): Promise<ModelFolder> {
  const { encoderPath, decoderJointPath } = await readModelFiles(modelDirectory, precision);
  return describeModelFolder(
    modelDirectory,
    [encoderPath, decoderJointPath].map((file) => path.basename(file)),
  );
}

async function tryEngine(options: EngineOptions): Promise<Pick<EngineReport, 'device' | 'deviceNote' | 'speed'>> {
  let deviceNote: string | undefined;
  await using engine = await SpeechEngine.start(options, {
    onEvent: (event) => {
      if (event.kind === 'started') deviceNote = event.deviceNote;
    },
  });
  return { device: engine.device, deviceNote, speed: await measureSpeed(engine, options.lanes) };
}
