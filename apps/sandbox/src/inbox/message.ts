import type { ParsedAddress, ParsedAddresses, ParsedMail } from 'mailparser';
import { z } from 'zod';

const addressSchema = z.object({ Name: z.string(), Address: z.string() });
export type Address = z.infer<typeof addressSchema>;

/** A message as Mailpit's lists show it. The spelling of the fields is Mailpit's. */
const messageSummarySchema = z.object({
  ID: z.uuid(),
  MessageID: z.string(),
  Read: z.boolean(),
  From: addressSchema,
  To: z.array(addressSchema),
  Cc: z.array(addressSchema),
  Bcc: z.array(addressSchema),
  ReplyTo: z.array(addressSchema),
  Subject: z.string(),
  Created: z.iso.datetime(),
  Username: z.string(),
  Tags: z.array(z.string()),
  Size: z.number(),
  Attachments: z.number(),
  Snippet: z.string(),
});
export type MessageSummary = z.infer<typeof messageSummarySchema>;

/** What the inbox knows of a message besides its source; also the form of the file beside each `.eml`. */
export const messageRecordSchema = z.object({
  /** Order of arrival. */
  sequence: z.number().int(),
  returnPath: z.string(),
  summary: messageSummarySchema,
  /** Lower case, bounded. */
  searchText: z.string(),
});
export type MessageRecord = z.infer<typeof messageRecordSchema>;

export type StoredMessage = MessageRecord & { raw: Buffer };

/** What SMTP says of a message, beside what the message says of itself. */
export type Envelope = { from: string; to: readonly string[]; username: string };

const snippetLengthMax = 250;
const searchTextLengthMax = 20_000;

export function describeMessage(
  mail: ParsedMail,
  {
    id,
    sequence,
    receivedAt,
    size,
    envelope,
  }: { id: string; sequence: number; receivedAt: Date; size: number; envelope: Envelope },
): MessageRecord {
  const text = (mail.text ?? '').replaceAll(/\s+/g, ' ').trim();
  const To = toAddresses(mail.to);
  const Cc = toAddresses(mail.cc);
  const summary = {
    ID: id,
    MessageID: (mail.messageId ?? '').replaceAll(/^<|>$/g, ''),
    Read: false,
    From: toAddresses(mail.from)[0] ?? { Name: '', Address: '' },
    To,
    Cc,
    Bcc: [...toAddresses(mail.bcc), ...listUnnamed(envelope.to, [...To, ...Cc, ...toAddresses(mail.bcc)])],
    ReplyTo: toAddresses(mail.replyTo),
    Subject: mail.subject ?? '',
    Created: receivedAt.toISOString(),
    Username: envelope.username,
    Tags: [],
    Size: size,
    Attachments: mail.attachments.length,
    Snippet: text.slice(0, snippetLengthMax),
  };
  const people = [summary.From, ...To, ...Cc].map(({ Name, Address }) => `${Name} ${Address}`).join(' ');
  const searchText = `${summary.Subject} ${people} ${text}`.toLowerCase();
  return { sequence, returnPath: envelope.from, summary, searchText: searchText.slice(0, searchTextLengthMax) };
}

function toAddresses(parsed: ParsedAddresses | ParsedAddresses[] | undefined): Address[] {
  return [parsed ?? []].flat().flatMap(({ value }) => value.flatMap(flattenGroup));
}

function flattenGroup({ name, address, group }: ParsedAddress): Address[] {
  return group ? group.flatMap(flattenGroup) : [{ Name: name, Address: address ?? '' }];
}

/** Recipients that no header names were in Bcc. */
function listUnnamed(recipients: readonly string[], named: readonly Address[]): Address[] {
  const known = new Set(named.map(({ Address }) => Address.toLowerCase()));
  return recipients
    .filter((recipient) => !known.has(recipient.toLowerCase()))
    .map((Address) => ({ Name: '', Address }));
}
