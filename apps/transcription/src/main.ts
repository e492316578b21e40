import { runService } from '@callscript/service';
import { transcriptionSettings } from './config.ts';
import { startTranscription } from './service.ts';

await runService({
  name: 'transcription',
  settings: transcriptionSettings,
  environment: process.env,
  start: startTranscription,
});
