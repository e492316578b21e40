import type { EngineReport, GraphTensor, ModelFolder } from '@callscript/speech';
import { formatTable } from '../terminal/table.ts';

/** The engine's report for a person. */
export function formatReport(report: EngineReport): string[] {
  return [
    ...formatTable(['ENGINE', ''], describeEngine(report)),
    ...describeFolder('recogniser', report.recognizer),
    ...describeFolder('diarization', report.diarization),
    ...describeSpeed(report),
  ];
}

function describeEngine({ options, versions, ...report }: EngineReport): string[][] {
  return [
    ['device', report.device ?? 'none: the engine does not start'],
    ['asked for', report.deviceNote === undefined ? options.device : `${options.device}: ${report.deviceNote}`],
    ['precision', options.precision],
    ['lanes', `${options.lanes}, and ${options.intraOpThreads} thread(s) for the big graphs`],
    ['node', versions.node],
    ['onnxruntime', versions.onnxruntime],
    ['ffmpeg', versions.ffmpeg ?? 'none'],
    [
      'providers',
      report.providers.map(({ name, bundled }) => (bundled ? name : `${name} (to be installed)`)).join(', '),
    ],
    ['CUDA', report.cudaProblem ?? 'its libraries are complete'],
    ['GPUs', describeGpus(report.gpus)],
  ];
}

function describeGpus(gpus: EngineReport['gpus']): string {
  if (gpus === undefined) return 'none that nvidia-smi sees';
  return gpus
    .map(({ name, driver, totalMiB, freeMiB }) => `${name}, driver ${driver}, ${freeMiB} of ${totalMiB} MiB free`)
    .join('; ');
}

function describeFolder(title: string, folder: ModelFolder | undefined): string[] {
  if (folder === undefined) return ['', `${title}: none`];
  const files = folder.files.map(({ name, bytes, sha256 }) => [name, String(bytes), sha256]);
  const tensors = folder.graphs.flatMap(({ file, inputs, outputs }) => [
    ...inputs.map((tensor) => describeTensor(file, 'in', tensor)),
    ...outputs.map((tensor) => describeTensor(file, 'out', tensor)),
  ]);
  return [
    '',
    `${title}: ${folder.directory}`,
    ...formatTable(['FILE', 'BYTES', 'SHA-256'], files),
    ...formatTable(['GRAPH', '', 'TENSOR', 'TYPE', 'SHAPE'], tensors),
  ];
}

function describeTensor(file: string, way: 'in' | 'out', { name, type, shape }: GraphTensor): string[] {
  return [file, way, name, type, `[${shape.join(', ')}]`];
}

function describeSpeed({ speed }: EngineReport): string[] {
  if (speed.length === 0) return [];
  const rows = speed.map(({ lanes, audioSeconds, wallSeconds, realTimeFactor, batchMean }) => [
    String(lanes),
    audioSeconds.toFixed(1),
    wallSeconds.toFixed(2),
    realTimeFactor.toFixed(4),
    (1 / realTimeFactor).toFixed(0),
    batchMean.toFixed(1),
  ]);
  return ['', ...formatTable(['LANES', 'AUDIO S', 'WALL S', 'RTF', 'X REAL TIME', 'CHUNKS A BATCH'], rows)];
}
