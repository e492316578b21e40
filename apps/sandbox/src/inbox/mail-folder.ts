import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageRecordSchema, type StoredMessage } from './message.ts';

export type MailFolder = {
  /** Oldest first. Whatever a crash left unfinished is not a message and is removed. */
  load(): Promise<StoredMessage[]>;
  save(message: StoredMessage): Promise<void>;
  /** Writes everything but the source again. */
  saveRecord(message: StoredMessage): Promise<void>;
  remove(message: StoredMessage): Promise<void>;
};

/** A message is `<id>.eml`, its source, and `<id>.json`, its record. The record is written last: with it the message exists. */
export async function openMailFolder(folder: string): Promise<MailFolder> {
  await mkdir(folder, { recursive: true });
  const pathOf = (id: string, extension: 'eml' | 'json') => join(folder, `${id}.${extension}`);

  async function write(path: string, content: Buffer | string): Promise<void> {
    const unfinished = `${path}.${randomUUID()}.tmp`;
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  }

  async function saveRecord({ raw: _raw, ...record }: StoredMessage): Promise<void> {
    await write(pathOf(record.summary.ID, 'json'), JSON.stringify(record));
  }

  async function loadOne(id: string): Promise<StoredMessage | undefined> {
    try {
      const record = messageRecordSchema.parse(JSON.parse(await readFile(pathOf(id, 'json'), 'utf8')));
      return { ...record, raw: await readFile(pathOf(id, 'eml')) };
    } catch {
      return undefined;
    }
  }

  return {
    async load() {
      const messages: StoredMessage[] = [];
      const names = await readdir(folder);
      for (const name of names.filter((candidate) => candidate.endsWith('.json'))) {
        const message = await loadOne(name.slice(0, -'.json'.length));
        if (message) messages.push(message);
      }
      const kept = new Set(messages.flatMap(({ summary: { ID } }) => [`${ID}.eml`, `${ID}.json`]));
      const leftovers = names.filter((name) => !kept.has(name) && /\.(eml|json|tmp)$/.test(name));
      await Promise.all(leftovers.map((name) => rm(join(folder, name), { force: true })));
      return messages.sort((a, b) => a.sequence - b.sequence);
    },
    async save(message) {
      await write(pathOf(message.summary.ID, 'eml'), message.raw);
      await saveRecord(message);
    },
    saveRecord,
    async remove({ summary: { ID } }) {
      await rm(pathOf(ID, 'json'), { force: true });
      await rm(pathOf(ID, 'eml'), { force: true });
    },
  };
}
