import { readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTemporaryFolder, startTestSandbox, type TestSandbox } from './_sandbox.ts';

type Messages = { total: number; unread: number; messages: { ID: string; Subject: string; Read: boolean }[] };

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
beforeEach(async () => {
  await sandbox.get('/api/v1/messages', { method: 'DELETE' });
  await sandbox.get('/inbox/faults', { method: 'DELETE' });
});
afterAll(() => sandbox[Symbol.asyncDispose]());

const countMessages = async () => (await sandbox.getJson<Messages>('/api/v1/messages')).total;
const mail = { subject: 'Coaching', text: 'x' };

describe('SMTP', () => {
  test('any password is good, with PLAIN and with LOGIN', async () => {
    await sandbox.send(mail, { auth: { user: 'u', pass: 'anything' } });
    expect(await countMessages()).toBe(1);
  });

  test('several messages at once are all kept', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => sandbox.send({ ...mail, subject: `${index}` })));
    const { messages } = await sandbox.getJson<Messages>('/api/v1/messages');
    expect(new Set(messages.map(({ Subject }) => Subject)).size).toBe(20);
  });

  test('a message over 25 MiB is refused with 552', async () => {
    const text = 'x'.repeat(26 * 1024 * 1024);
    await expect(sandbox.send({ text })).rejects.toMatchObject({ responseCode: 552 });
    expect(await countMessages()).toBe(0);
  });

  test('a port in use stops the start', async () => {
    await expect(startTestSandbox({ SANDBOX_SMTP_PORT: String(sandbox.smtpPort) })).rejects.toThrow(/EADDRINUSE/);
  });

  test('a client that resets its connection in the middle leaves the server well', async () => {
    const socket = connect(sandbox.smtpPort, '127.0.0.1');
    await once(socket, 'data');
    socket.write('EHLO me\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nSubject: half');
    await once(socket, 'data');
    socket.resetAndDestroy();

    await sandbox.send(mail);
    expect(await countMessages()).toBe(1);
  });
});

describe('POST /inbox/faults', () => {
  const addFault = async (fault: object) => {
    expect((await sandbox.post('/inbox/faults', fault)).status).toBe(201);
  };

  test.each([
    ['connect', 554],
    ['mail', 454],
    ['rcpt', 550],
    ['data', 451],
  ])('refuses %s with %i once, then all is well', async (command, responseCode) => {
    await addFault({ command, responseCode });

    await expect(sandbox.send(mail)).rejects.toMatchObject({ responseCode });
    await sandbox.send(mail);
    expect(await countMessages()).toBe(1);
  });

  test('refuses auth with 535', async () => {
    await addFault({ command: 'auth', responseCode: 535 });
    const auth = { user: 'u', pass: 'p' };

    await expect(sandbox.send(mail, { auth })).rejects.toMatchObject({ code: 'EAUTH', responseCode: 535 });
    await sandbox.send(mail, { auth });
  });

  test('lasts as many times as asked, and counts down', async () => {
    await addFault({ command: 'mail', responseCode: 454, times: 2 });
    await expect(sandbox.send(mail)).rejects.toMatchObject({ responseCode: 454 });

    expect(await sandbox.getJson('/inbox/faults')).toMatchObject({ faults: [{ command: 'mail', times: 1 }] });
    await expect(sandbox.send(mail)).rejects.toMatchObject({ responseCode: 454 });
    await sandbox.send(mail);
    expect(await sandbox.getJson('/inbox/faults')).toEqual({ faults: [] });
  });

  test('delays an answer', async () => {
    await addFault({ command: 'rcpt', delayMs: 200 });
    const startedAt = performance.now();
    await sandbox.send(mail);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(195);
  });

  test('dropAfterData: the message is kept, yet the sender hears nothing', async () => {
    await addFault({ dropAfterData: true });

    await expect(sandbox.send(mail)).rejects.toThrow(/closed/i);
    expect(await countMessages()).toBe(1);
  });

  test.each([
    [{ command: 'mail' }],
    [{ command: 'quit', responseCode: 500 }],
    [{ responseCode: 200 }],
    [{ command: 'mail', dropAfterData: true }],
    [{ responseCode: 451, message: 'two\r\nlines' }],
  ])('%j is refused', async (fault) => {
    expect((await sandbox.post('/inbox/faults', fault)).status).toBe(422);
  });
});

describe('the bounds of the inbox', () => {
  test('the oldest message makes room, on disk as well', async () => {
    await using folder = await createTemporaryFolder();
    await using small = await startTestSandbox({
      SANDBOX_INBOX_MAX_MESSAGES: '2',
      SANDBOX_DATA_FOLDER: folder.path,
    });
    for (const subject of ['one', 'two', 'three']) await small.send({ subject, text: 'x' });

    const { messages } = await small.getJson<Messages>('/api/v1/messages');
    expect(messages.map(({ Subject }) => Subject)).toEqual(['three', 'two']);
    expect(await readdir(join(folder.path, 'inbox'))).toHaveLength(4);
  });

  test('the bytes of all messages are bounded too', async () => {
    await using small = await startTestSandbox({ SANDBOX_INBOX_MAX_MIB: '1' });
    for (const subject of ['one', 'two']) await small.send({ subject, text: 'x '.repeat(300_000) });

    const { messages } = await small.getJson<Messages>('/api/v1/messages');
    expect(messages.map(({ Subject }) => Subject)).toEqual(['two']);
  });
});

describe('a data folder', () => {
  test('messages and what was read survive a restart, in order', async () => {
    await using folder = await createTemporaryFolder();
    const environment = { SANDBOX_DATA_FOLDER: folder.path };
    const before = await startTestSandbox(environment);
    for (const subject of ['one', 'two', 'three']) await before.send({ subject, text: `body of ${subject}` });
    await before.get('/api/v1/message/latest');
    await before.get('/mcube/recordings/kept.wav', { method: 'PUT', body: Buffer.from('kept') });
    const listed = await before.getJson('/api/v1/messages');
    await before[Symbol.asyncDispose]();

    await using after = await startTestSandbox(environment);
    expect(await after.getJson('/api/v1/messages')).toEqual(listed);
    expect(await (await after.get('/view/latest.txt')).text()).toContain('body of three');
    expect(await (await after.get('/mcube/recordings/kept.wav')).text()).toBe('kept');

    await after.send({ subject: 'four', text: 'x' });
    expect(await after.getJson('/api/v1/message/latest')).toMatchObject({ Subject: 'four' });
  });

  test('what a crash left unfinished is swept away', async () => {
    await using folder = await createTemporaryFolder();
    const inbox = join(folder.path, 'inbox');
    const before = await startTestSandbox({ SANDBOX_DATA_FOLDER: folder.path });
    for (const subject of ['whole', 'torn']) await before.send({ subject, text: 'x' });
    const torn = (await before.getJson<Messages>('/api/v1/messages')).messages[0]?.ID;
    await before[Symbol.asyncDispose]();
    await rm(join(inbox, `${torn}.eml`));
    await writeFile(join(inbox, 'half.json.tmp'), '{');

    await using after = await startTestSandbox({ SANDBOX_DATA_FOLDER: folder.path });
    const { messages } = await after.getJson<Messages>('/api/v1/messages');
    expect(messages.map(({ Subject }) => Subject)).toEqual(['whole']);
    expect(await readdir(inbox)).toHaveLength(2);
  });
});
