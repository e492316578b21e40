export interface AudioFormat {
  name: 'wav' | 'mp3' | 'ogg' | 'flac' | 'm4a' | 'webm' | 'amr';
  contentType: string;
  extension: string;
}

/** How many of a file's first bytes the two functions below want to see. */
export const headBytes = 512;

const ascii = (head: Buffer, start: number, text: string) =>
  head.subarray(start, start + text.length).toString('latin1') === text;

/** ISO 11172-3: eleven sync bits, layer III, and neither of the values that mean "invalid" for version, bitrate and rate. */
function isMp3Frame(head: Buffer): boolean {
  const [sync = 0, kind = 0, rates = 0] = head;
  return (
    sync === 0xff &&
    (kind & 0xe0) === 0xe0 &&
    (kind & 0x18) !== 0x08 &&
    (kind & 0x06) === 0x02 &&
    (rates & 0xf0) !== 0xf0 &&
    (rates & 0x0c) !== 0x0c
  );
}

/** What the speech package decodes; it looks more closely, for these are only first bytes. */
const formats: readonly { format: AudioFormat; matches: (head: Buffer) => boolean }[] = [
  {
    format: { name: 'wav', contentType: 'audio/wav', extension: 'wav' },
    matches: (head) => ['RIFF', 'RF64', 'BW64'].some((tag) => ascii(head, 0, tag)) && ascii(head, 8, 'WAVE'),
  },
  {
    format: { name: 'mp3', contentType: 'audio/mpeg', extension: 'mp3' },
    matches: (head) => ascii(head, 0, 'ID3') || isMp3Frame(head),
  },
  { format: { name: 'ogg', contentType: 'audio/ogg', extension: 'ogg' }, matches: (head) => ascii(head, 0, 'OggS') },
  { format: { name: 'flac', contentType: 'audio/flac', extension: 'flac' }, matches: (head) => ascii(head, 0, 'fLaC') },
  { format: { name: 'm4a', contentType: 'audio/mp4', extension: 'm4a' }, matches: (head) => ascii(head, 4, 'ftyp') },
  {
    format: { name: 'webm', contentType: 'audio/webm', extension: 'webm' },
    matches: (head) => ascii(head, 0, '\x1a\x45\xdf\xa3'),
  },
  { format: { name: 'amr', contentType: 'audio/amr', extension: 'amr' }, matches: (head) => ascii(head, 0, '#!AMR') },
];

/** The format by its first bytes; extension and Content-Type are not asked, because both are often wrong. */
export function sniffAudio(head: Buffer): AudioFormat | undefined {
  return formats.find(({ matches }) => matches(head))?.format;
}

/** What something that is not audio looks like, in words for a person. */
export function describeContent(head: Buffer): string {
  if (ascii(head, 0, '\x1f\x8b')) return 'a gzip archive';
  if (ascii(head, 0, 'PK\x03\x04')) return 'a zip archive';
  if (ascii(head, 0, '%PDF')) return 'a PDF document';
  if (ascii(head, 0, '\x89PNG') || ascii(head, 0, '\xff\xd8\xff') || ascii(head, 0, 'GIF8')) return 'a picture';
  const text = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (/^<(!doctype html|html|head|body|meta|title)\b/i.test(text)) return 'a web page, perhaps a login page';
  if (/^<\??[a-z!]/i.test(text)) return 'an XML document';
  if (/^[{[]/.test(text)) return 'a JSON document';
  if (!/[\p{Cc}\uFFFD]/u.test(text.slice(0, 256).replaceAll(/\s/g, ' '))) return 'plain text';
  return `unknown data that begins with ${head.subarray(0, 4).toString('hex')}`;
}
