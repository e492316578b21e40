// mailparser ships no types; this is the part of its interface that the inbox uses.
declare module 'mailparser' {
  export type ParsedAddress = { address?: string; name: string; group?: ParsedAddress[] };
  export type ParsedAddresses = { value: ParsedAddress[] };

  export type ParsedAttachment = {
    content: Buffer;
    contentType: string;
    contentDisposition?: string;
    filename?: string;
    cid?: string;
    related?: boolean;
    size: number;
  };

  export type ParsedMail = {
    attachments: ParsedAttachment[];
    headerLines?: readonly { key: string; line: string }[];
    subject?: string;
    messageId?: string;
    date?: Date;
    from?: ParsedAddresses | ParsedAddresses[];
    to?: ParsedAddresses | ParsedAddresses[];
    cc?: ParsedAddresses | ParsedAddresses[];
    bcc?: ParsedAddresses | ParsedAddresses[];
    replyTo?: ParsedAddresses | ParsedAddresses[];
    text?: string;
    html?: string | false;
  };

  export function simpleParser(
    raw: Buffer,
    options?: { keepCidLinks?: boolean; skipTextToHtml?: boolean },
  ): Promise<ParsedMail>;
}
