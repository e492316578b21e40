import { expect, test } from 'vitest';
import { signBody, signBodyAs } from './sign.ts';

const secret = 'test-secret';
const body = '{"callid":"c1","dialstatus":"ANSWER"}';

test('signs the published test vector', () => {
  expect(signBody(secret, body)).toBe('sha256=3ce67c7833e4d93ab996520b4504ddfbf6db1a769caca426162eb73465dad0b5');
  expect(signBodyAs('base64', secret, body)).toBe('POZ8eDPk2Tq5llILRQTd+/bbGnacrKQmFi63NGXa0LU=');
});

test('signs the bytes of the body, not its characters', () => {
  expect(signBody(secret, 'Zoë')).toBe('sha256=87bdc6ec369226aa1fc17b50b9e01314e38a369a8658aeb5c4af44b5cd480750');
});
