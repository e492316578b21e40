import { simpleParser, type ParsedMail } from 'mailparser';

/** `cid:` links stay as they are, and a text-only mail gets no HTML that its sender did not write. */
export function parseMail(raw: Buffer): Promise<ParsedMail> {
  return simpleParser(raw, { keepCidLinks: true, skipTextToHtml: true });
}
