/** mailparser ships no types. The part that the tests read. */
declare module 'mailparser' {
  interface Addresses {
    value: { address?: string; name: string }[];
  }
  export interface ParsedMail {
    headers: Map<string, unknown>;
    headerLines: { key: string; line: string }[];
    subject?: string;
    from?: Addresses;
    to?: Addresses;
    messageId?: string;
    html: string | false;
    text?: string;
    attachments: unknown[];
  }
  export function simpleParser(source: Buffer | string): Promise<ParsedMail>;
}
