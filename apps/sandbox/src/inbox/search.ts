import type { Address, MessageSummary, StoredMessage } from './message.ts';

type Test = (message: StoredMessage) => boolean;

/**
 * A useful part of Mailpit's search: `to: from: cc: bcc: reply-to: addressed: subject: message-id: is:read is:unread
 * has:attachment`, words and "quoted phrases", each negated by a leading `-` or `!`. All terms must hold.
 */
export function buildSearch(query: string): Test {
  const terms = query.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
  const tests = terms.map((term) => buildTerm(term.replaceAll('"', '').toLowerCase()));
  return (message) => tests.every((test) => test(message));
}

function buildTerm(term: string): Test {
  const isNegated = term.length > 1 && /^[-!]/.test(term);
  const test = buildPlainTerm(isNegated ? term.slice(1) : term);
  return isNegated ? (message) => !test(message) : test;
}

const fields: Readonly<Record<string, (summary: MessageSummary) => readonly Address[] | string>> = {
  to: ({ To }) => To,
  from: ({ From }) => [From],
  cc: ({ Cc }) => Cc,
  bcc: ({ Bcc }) => Bcc,
  'reply-to': ({ ReplyTo }) => ReplyTo,
  addressed: ({ From, To, Cc, Bcc, ReplyTo }) => [From, ...To, ...Cc, ...Bcc, ...ReplyTo],
  subject: ({ Subject }) => Subject,
  'message-id': ({ MessageID }) => MessageID,
};

function buildPlainTerm(term: string): Test {
  switch (term) {
    case 'is:read':
      return ({ summary }) => summary.Read;
    case 'is:unread':
      return ({ summary }) => !summary.Read;
    case 'has:attachment':
    case 'has:attachments':
      return ({ summary }) => summary.Attachments > 0;
    default: {
      const [, name = '', value = ''] = /^([a-z-]+):(.*)$/s.exec(term) ?? [];
      const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return field
        ? ({ summary }) => toText(field(summary)).includes(value)
        : ({ searchText }) => searchText.includes(term);
    }
  }
}

function toText(value: readonly Address[] | string): string {
  const text = typeof value === 'string' ? value : value.map(({ Name, Address }) => `${Name} <${Address}>`).join('\n');
  return text.toLowerCase();
}
