import { modelDirectory } from '@callscript/demo-model';
import { SpeechEngine } from '../../src/index.ts';

// A process that starts an engine, tells its process id, and works until it is killed.

const [file = '', ffmpeg = ''] = process.argv.slice(2);
await using engine = await SpeechEngine.start(
  { modelDirectory, precision: 'fp32', device: 'cpu', intraOpThreads: 1, lanes: 1, ffmpeg },
  { onEvent: (event) => event.kind === 'started' && process.send?.(event.pid) },
);
await engine.recognize({ file });
