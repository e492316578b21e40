import { randomUUID } from 'node:crypto';
import { openMailFolder, type MailFolder } from './mail-folder.ts';
import { describeMessage, type Envelope, type StoredMessage } from './message.ts';
import { parseMail } from './parse-mail.ts';

/** Messages in order of arrival, bounded by number and by bytes: the oldest make room. */
export type Mailbox = {
  /** Resolves when the message is where it is to stay, on disk if there is a folder. */
  add(raw: Buffer, envelope: Envelope): Promise<StoredMessage>;
  /** Newest first. */
  list(): readonly StoredMessage[];
  /** `latest` names the newest. */
  find(id: string): StoredMessage | undefined;
  markRead(message: StoredMessage): Promise<void>;
  /** Ids that name no message are ignored. */
  remove(ids: readonly string[]): Promise<void>;
  clear(): Promise<void>;
};

export async function openMailbox({
  folder,
  maxMessages,
  maxBytes,
}: {
  folder: string | null;
  maxMessages: number;
  maxBytes: number;
}): Promise<Mailbox> {
  const disk: MailFolder | null = folder === null ? null : await openMailFolder(folder);
  /** Oldest first. */
  let messages = (await disk?.load()) ?? [];
  let lastSequence = messages.at(-1)?.sequence ?? 0;
  await makeRoom();

  async function makeRoom(): Promise<void> {
    let bytes = messages.reduce((sum, { raw }) => sum + raw.length, 0);
    const excess: StoredMessage[] = [];
    for (const message of messages.slice(0, -1)) {
      if (messages.length - excess.length <= maxMessages && bytes <= maxBytes) break;
      excess.push(message);
      bytes -= message.raw.length;
    }
    await discard(new Set(excess));
  }

  async function discard(unwanted: ReadonlySet<StoredMessage>): Promise<void> {
    messages = messages.filter((message) => !unwanted.has(message));
    for (const message of unwanted) await disk?.remove(message);
  }

  return {
    async add(raw, envelope) {
      const mail = await parseMail(raw);
      const sequence = ++lastSequence;
      const identity = { id: randomUUID(), sequence, receivedAt: new Date(), size: raw.length, envelope };
      const message = { ...describeMessage(mail, identity), raw };
      await disk?.save(message);
      messages = [...messages, message].sort((a, b) => a.sequence - b.sequence);
      await makeRoom();
      return message;
    },
    list: () => messages.toReversed(),
    find: (id) => (id === 'latest' ? messages.at(-1) : messages.find(({ summary }) => summary.ID === id)),
    async markRead(message) {
      if (message.summary.Read) return;
      message.summary.Read = true;
      await disk?.saveRecord(message);
    },
    async remove(ids) {
      await discard(new Set(messages.filter(({ summary }) => ids.includes(summary.ID))));
    },
    clear: () => discard(new Set(messages)),
  };
}
