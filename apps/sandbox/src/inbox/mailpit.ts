import { createHash } from 'node:crypto';
import type { ParsedAttachment, ParsedMail } from 'mailparser';
import type { MessageSummary, StoredMessage } from './message.ts';

/** Field names and their spelling throughout this file are those of Mailpit's public API. */

type Page = { start: number; limit: number };

/** The answer of `GET /messages` and `GET /search`: one page of `matching`, with counts of it and of the whole mailbox. */
export function toMessagesSummary(
  all: readonly StoredMessage[],
  matching: readonly StoredMessage[],
  { start, limit }: Page,
) {
  const messages = matching.slice(start, start + limit).map(({ summary }) => summary);
  return {
    total: all.length,
    unread: countUnread(all),
    count: messages.length,
    messages_count: matching.length,
    messages_unread: countUnread(matching),
    start,
    tags: [],
    messages,
  };
}

function countUnread(messages: readonly StoredMessage[]): number {
  return messages.filter(({ summary }) => !summary.Read).length;
}

/** The answer of `GET /message/{ID}`. */
export function toMessage({ summary, returnPath }: StoredMessage, mail: ParsedMail) {
  const parts = mail.attachments.map(toAttachment);
  return {
    ...pickHead(summary),
    ReturnPath: returnPath,
    Date: (mail.date ?? new Date(summary.Created)).toISOString(),
    ListUnsubscribe: { Header: '', Links: [], Errors: '', HeaderPost: '' },
    Text: mail.text ?? '',
    HTML: mail.html || '',
    Inline: parts.filter((_, index) => isInline(mail.attachments[index])),
    Attachments: parts.filter((_, index) => !isInline(mail.attachments[index])),
  };
}

function pickHead({
  Read: _read,
  Created: _created,
  Snippet: _snippet,
  Attachments: _attachments,
  ...head
}: MessageSummary) {
  return head;
}

function isInline(attachment: ParsedAttachment | undefined): boolean {
  return attachment?.related === true || attachment?.contentDisposition === 'inline';
}

function toAttachment({ content, contentType, filename, cid, size }: ParsedAttachment, index: number) {
  return {
    PartID: toPartId(index),
    FileName: filename ?? '',
    ContentType: contentType,
    ContentID: cid ?? '',
    Size: size,
    Checksums: { MD5: hash('md5', content), SHA1: hash('sha1', content), SHA256: hash('sha256', content) },
  };
}

export function toPartId(index: number): string {
  return String(index + 1);
}

function hash(algorithm: string, content: Buffer): string {
  return createHash(algorithm).update(content).digest('hex');
}

/** The answer of `GET /message/{ID}/headers`: every value of every header, unfolded, under its canonical name. */
export function toHeaders(mail: ParsedMail): Record<string, string[]> {
  const headers: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
  for (const { key, line } of mail.headerLines ?? []) {
    const value = line.slice(line.indexOf(':') + 1).replaceAll(/\r?\n[\t ]+/g, ' ');
    (headers[canonicalizeName(key)] ??= []).push(value.trim());
  }
  return headers;
}

function canonicalizeName(key: string): string {
  return key.toLowerCase().replaceAll(/(?:^|-)[a-z]/g, (start) => start.toUpperCase());
}
