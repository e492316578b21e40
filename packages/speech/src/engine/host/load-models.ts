import path from 'node:path';
import { EmbeddingSession } from '../../diarization/embedding-session.ts';
import { framesPerWindow, windowSamples } from '../../diarization/frames.ts';
import { melCount } from '../../diarization/kaldi-fbank.ts';
import { SegmentationSession } from '../../diarization/segmentation-session.ts';
import { featuresPerWindow } from '../../diarization/window-features.ts';
import { EncoderSession } from '../../recognition/encoder-session.ts';
import { readModelFiles } from '../../recognition/model-files.ts';
import type { RecognizerDevice } from '../../recognition/open-graph.ts';
import type { EngineOptions } from '../engine-options.ts';

/** The big graphs, of which there is one copy. */
export interface LoadedModels extends AsyncDisposable {
  readonly featureCount: number;
  readonly encoder: EncoderSession;
  readonly diarization: DiarizationSessions | undefined;
}

export interface DiarizationSessions {
  readonly segmentation: SegmentationSession;
  readonly embedding: EmbeddingSession;
  /** Windows that a lane should hand over together. */
  readonly windowsAtOnce: number;
}

/** @throws {ModelError} */
export async function loadModels(options: EngineOptions, device: RecognizerDevice): Promise<LoadedModels> {
  const { modelDirectory, diarizationDirectory, precision } = options;
  await using opened = new AsyncDisposableStack();
  const { config, encoderPath } = await readModelFiles(modelDirectory, precision);
  const graph = { device, intraOpThreads: options.intraOpThreads };
  const { featureCount } = config;
  const encoder = opened.use(await EncoderSession.load(encoderPath, { featureCount }, graph));
  const diarization =
    diarizationDirectory === undefined ? undefined : await loadDiarization(diarizationDirectory, graph, opened);
  const resources = opened.move();
  return { featureCount, encoder, diarization, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

async function loadDiarization(
  directory: string,
  graph: { device: RecognizerDevice; intraOpThreads: number },
  opened: AsyncDisposableStack,
): Promise<DiarizationSessions> {
  const isFixed = graph.device === 'cuda';
  const batch = { size: isFixed ? 32 : 4, isFixed };
  const fileOf = (name: string): string => path.join(directory, name);
  const segmentation = opened.use(await SegmentationSession.load(fileOf('segmentation.onnx'), batch, graph));
  const embedding = opened.use(await EmbeddingSession.load(fileOf('embedding.onnx'), batch, graph));
  await segmentation.segment([new Float32Array(windowSamples)]);
  const masks = [new Uint8Array(framesPerWindow).fill(1)];
  await embedding.embed([{ features: new Float32Array(featuresPerWindow * melCount), masks }]);
  return { segmentation, embedding, windowsAtOnce: batch.size };
}
