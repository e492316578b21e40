import { describe, expect, test } from 'vitest';
import { describeContent, sniffAudio } from './audio-format.ts';

describe('sniffAudio', () => {
  test.each([
    ['wav', Buffer.from('RIFF\x24\0\0\0WAVEfmt ', 'latin1')],
    ['wav', Buffer.from('RF64\xff\xff\xff\xffWAVEds64', 'latin1')],
    ['wav', Buffer.from('BW64\xff\xff\xff\xffWAVEds64', 'latin1')],
    ['mp3', Buffer.from('ID3\x04', 'latin1')],
    ['mp3', Buffer.from([0xff, 0xfb, 0x90, 0x64])],
    ['mp3', Buffer.from([0xff, 0xe3, 0x18, 0xc4])],
    ['ogg', Buffer.from('OggS')],
    ['flac', Buffer.from('fLaC')],
    ['m4a', Buffer.from('\0\0\0\x20ftypM4A ', 'latin1')],
    ['m4a', Buffer.from('\0\0\0\x1cftyp3gp4', 'latin1')],
    ['webm', Buffer.from([0x1a, 0x45, 0xdf, 0xa3])],
    ['amr', Buffer.from('#!AMR\n')],
    ['amr', Buffer.from('#!AMR-WB\n')],
  ])('knows %s', (name, head) => {
    expect(sniffAudio(head)?.name).toBe(name);
  });

  test.each([
    ['another RIFF file', Buffer.from('RIFF\x24\0\0\0AVI LIST', 'latin1')],
    ['Sony Wave64', Buffer.from('riff\x2e\x91\xcf\x11', 'latin1')],
    ['a playlist', Buffer.from('#EXTM3U\n')],
    ['UTF-16 text', Buffer.from([0xff, 0xfe, 0x3c, 0x00])],
    ['a frame with an invalid rate', Buffer.from([0xff, 0xfb, 0x9c, 0x64])],
    ['a frame with an invalid bitrate', Buffer.from([0xff, 0xfb, 0xf0, 0x64])],
    ['one byte', Buffer.from([0xff])],
    ['nothing', Buffer.alloc(0)],
    ['a web page', Buffer.from('<html>')],
  ])('does not take %s for audio', (_, head) => {
    expect(sniffAudio(head)).toBeUndefined();
  });
});

describe('describeContent', () => {
  test.each([
    ['\uFEFF\n <!DOCTYPE html><title>Sign in</title>', 'a web page, perhaps a login page'],
    ['<HTML lang="en">', 'a web page, perhaps a login page'],
    ['<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', 'an XML document'],
    ['{"error":"expired"}', 'a JSON document'],
    ['[]', 'a JSON document'],
    ['Not authorised\n', 'plain text'],
    ['%PDF-1.7', 'a PDF document'],
  ])('%j is %s', (text, words) => {
    expect(describeContent(Buffer.from(text))).toBe(words);
  });

  test('names pictures, archives, and the first bytes of what it does not know', () => {
    expect(describeContent(Buffer.from([0xff, 0xd8, 0xff, 0xe0]))).toBe('a picture');
    expect(describeContent(Buffer.from([0x1f, 0x8b, 8]))).toBe('a gzip archive');
    expect(describeContent(Buffer.from('PK\x03\x04', 'latin1'))).toBe('a zip archive');
    expect(describeContent(Buffer.from([0, 1, 2, 3, 4]))).toBe('unknown data that begins with 00010203');
  });
});
