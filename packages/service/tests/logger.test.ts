import { expect, test } from 'vitest';
import { createLogger } from '../src/index.ts';

function capture(): { lines: () => Record<string, unknown>[]; logger: ReturnType<typeof createLogger> } {
  const written: string[] = [];
  const logger = createLogger({ service: 'probe', level: 'info' }, { write: (line) => void written.push(line) });
  return { logger, lines: () => written.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

test('a line has its time, service, level, event and ids', () => {
  const { logger, lines } = capture();

  logger.info({ event: 'stage_done', bid: '6004', callid: 'c1' }, 'stage done');

  expect(lines()).toMatchObject([
    { service: 'probe', level: 'info', event: 'stage_done', bid: '6004', callid: 'c1', msg: 'stage done' },
  ]);
  expect(Date.parse(String(lines()[0]?.['timestamp']))).not.toBeNaN();
});

test('the values of a database statement never reach the log', () => {
  const { logger, lines } = capture();
  const driver = Object.assign(new Error("Duplicate entry 'richa@example.com' for key 'uq'"), {
    errno: 1062,
    code: 'ER_DUP_ENTRY',
  });

  logger.error({ err: new Error('Failed query: insert … params: richa@example.com', { cause: driver }) }, 'failed');
  logger.error({ err: driver }, 'failed');

  expect(JSON.stringify(lines())).not.toContain('richa');
  expect(JSON.stringify(lines())).toContain('ER_DUP_ENTRY');
});

test('passwords, secrets and authorization headers are blotted out', () => {
  const { logger, lines } = capture();

  logger.info({ password: 'p1', headers: { authorization: 'Bearer t1' }, secret: 's1' }, 'x');

  expect(JSON.stringify(lines())).not.toMatch(/p1|t1|s1"/);
});

test('an error keeps its code, cause and stack', () => {
  const { logger, lines } = capture();
  const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });

  logger.warn({ err: new Error('could not fetch', { cause }) }, 'x');

  expect(lines()[0]?.['err']).toMatchObject({
    message: 'could not fetch',
    stack: expect.stringContaining('could not fetch'),
    cause: { code: 'ECONNREFUSED' },
  });
});
