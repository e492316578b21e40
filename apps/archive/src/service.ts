import { startStageService, type StageHandler } from '@callscript/pipeline';
import type { Service, ServiceContext } from '@callscript/service';
import { createObjectStore } from '@callscript/storage';
import type { z } from 'zod';
import { archiveCall } from './archive-call.ts';
import type { archiveSettings } from './config.ts';

type Settings = z.infer<z.ZodObject<typeof archiveSettings>>;

export async function startArchive(context: ServiceContext<Settings>): Promise<Service> {
  const { settings } = context;
  return await startStageService({
    name: 'archive',
    context,
    async build({ database, stack }) {
      const archive = stack.use(createObjectStore(settings.ARCHIVE_URL));
      const vault = stack.use(createObjectStore(settings.VAULT_URL));
      return [archiveCall({ db: database.db, archive, vault }) as StageHandler<unknown>];
    },
  });
}
