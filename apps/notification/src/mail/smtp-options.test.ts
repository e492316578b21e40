import { expect, test } from 'vitest';
import { smtpOptions } from './smtp-options.ts';

const requiresTls = (url: string) => smtpOptions({ url, connectionTimeoutMs: 1, replyTimeoutMs: 1 }).requireTLS;

test('a password goes over a network only inside TLS', () => {
  expect(requiresTls('smtp://sender:word@mail.example.com:587')).toBe(true);
  expect(requiresTls('smtp://sender:word@127.0.0.1:1025')).toBe(false);
  expect(requiresTls('smtp://sender:word@[::1]:1025')).toBe(false);
  expect(requiresTls('smtp://mail.example.com:25')).toBe(false);
});
