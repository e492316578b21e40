import { listSampleCalls } from '@callscript/samples';
import { runService } from '@callscript/service';
import { buildConfig, sandboxSettings } from './config.ts';
import { startSandbox } from './service.ts';

await runService({
  name: 'sandbox',
  settings: sandboxSettings,
  environment: process.env,
  async start({ settings, logger }) {
    const samples = await listSampleCalls();
    const recordings = samples.map(({ recordingPath }) => recordingPath);
    return startSandbox(buildConfig(settings), { recordings, samples, logger });
  },
});
