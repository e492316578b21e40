import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from './_sandbox.ts';

type Messages = { total: number; unread: number; messages_count: number; messages: { ID: string; Subject: string }[] };
type Message = {
  ID: string;
  HTML: string;
  Inline: { PartID: string }[];
  Attachments: { PartID: string; FileName: string }[];
};

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
beforeEach(() => sandbox.get('/api/v1/messages', { method: 'DELETE' }));
afterAll(() => sandbox[Symbol.asyncDispose]());

const listMessages = (path = '/api/v1/messages') => sandbox.getJson<Messages>(path);
const subjectsOf = ({ messages }: Messages) => messages.map(({ Subject }) => Subject);

describe('GET /api/v1/messages', () => {
  test('lists a message with every field that Mailpit has', async () => {
    await sandbox.send({
      from: '"Call Coach" <coach@example.com>',
      to: 'Ana Núñez <ana@example.com>, bo@example.com',
      cc: 'lead@example.com',
      bcc: 'audit@example.com',
      replyTo: 'desk@example.com',
      subject: 'Your call – 82 %',
      text: 'Well\n\n  done.',
      messageId: '<m1@example.com>',
    });

    expect(await listMessages()).toEqual({
      total: 1,
      unread: 1,
      count: 1,
      messages_count: 1,
      messages_unread: 1,
      start: 0,
      tags: [],
      messages: [
        {
          ID: expect.stringMatching(/^[\w-]{20,}$/),
          MessageID: 'm1@example.com',
          Read: false,
          From: { Name: 'Call Coach', Address: 'coach@example.com' },
          To: [
            { Name: 'Ana Núñez', Address: 'ana@example.com' },
            { Name: '', Address: 'bo@example.com' },
          ],
          Cc: [{ Name: '', Address: 'lead@example.com' }],
          Bcc: [{ Name: '', Address: 'audit@example.com' }],
          ReplyTo: [{ Name: '', Address: 'desk@example.com' }],
          Subject: 'Your call – 82 %',
          Created: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
          Username: '',
          Tags: [],
          Size: expect.any(Number),
          Attachments: 0,
          Snippet: 'Well done.',
        },
      ],
    });
  });

  test('pages from newest to oldest', async () => {
    for (const subject of ['one', 'two', 'three']) await sandbox.send({ subject, text: subject });

    expect(subjectsOf(await listMessages())).toEqual(['three', 'two', 'one']);
    expect(subjectsOf(await listMessages('/api/v1/messages?start=1&limit=1'))).toEqual(['two']);
    expect(await listMessages('/api/v1/messages?limit=0')).toMatchObject({ total: 3, messages: [] });
  });
});

describe('GET /api/v1/message/{ID}', () => {
  test('tells the whole message and marks it read', async () => {
    await sandbox.send(
      {
        subject: 'Report',
        text: 'plain words',
        html: '<p>styled <b>words</b></p>',
        date: new Date('2026-01-02T03:04:05Z'),
        attachments: [{ filename: 'call.csv', content: 'a,b', contentType: 'text/csv' }],
      },
      { auth: { user: 'mailer', pass: 'any' } },
    );
    const id = (await listMessages()).messages[0]?.ID;

    expect(await sandbox.getJson(`/api/v1/message/${id}`)).toEqual({
      ID: id,
      MessageID: expect.stringContaining('@'),
      From: { Name: '', Address: 'coach@example.com' },
      To: [{ Name: '', Address: 'ana@example.com' }],
      Cc: [],
      Bcc: [],
      ReplyTo: [],
      ReturnPath: 'coach@example.com',
      Subject: 'Report',
      ListUnsubscribe: { Header: '', Links: [], Errors: '', HeaderPost: '' },
      Date: '2026-01-02T03:04:05.000Z',
      Tags: [],
      Username: 'mailer',
      Text: expect.stringMatching(/^plain words\s*$/),
      HTML: expect.stringMatching(/^<p>styled <b>words<\/b><\/p>\s*$/),
      Size: expect.any(Number),
      Inline: [],
      Attachments: [
        {
          PartID: '1',
          FileName: 'call.csv',
          ContentType: 'text/csv',
          ContentID: '',
          Size: 3,
          Checksums: {
            MD5: expect.stringMatching(/^[0-9a-f]{32}$/),
            SHA1: expect.stringMatching(/^[0-9a-f]{40}$/),
            SHA256: expect.stringMatching(/^[0-9a-f]{64}$/),
          },
        },
      ],
    });
    expect(await listMessages()).toMatchObject({ total: 1, unread: 0 });
  });

  test('"latest" names the newest', async () => {
    await sandbox.send({ subject: 'older', text: 'x' });
    await sandbox.send({ subject: 'newer', text: 'x' });

    expect(await sandbox.getJson('/api/v1/message/latest')).toMatchObject({ Subject: 'newer' });
  });

  test('an unknown id is 404, and so is "latest" of an empty inbox', async () => {
    expect((await sandbox.get('/api/v1/message/none')).status).toBe(404);
    expect((await sandbox.get('/api/v1/message/latest')).status).toBe(404);
  });

  test('headers are told in full, under canonical names, with every value', async () => {
    await sandbox.send({ text: 'x', headers: { 'x-callscript-call': 'c1', 'X-Multi': ['one', 'two'] } });

    const headers = await sandbox.getJson('/api/v1/message/latest/headers');
    expect(headers).toMatchObject({
      'X-Callscript-Call': ['c1'],
      'X-Multi': ['one', 'two'],
      'Mime-Version': ['1.0'],
      From: ['coach@example.com'],
    });
  });

  test('raw is the source as it was sent', async () => {
    await sandbox.send({
      raw: 'Subject: bare\r\nTo: ana@example.com\r\n\r\nHello\r\n',
      envelope: { from: 'a@example.com', to: 'ana@example.com' },
    });

    const response = await sandbox.get('/api/v1/message/latest/raw');
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await response.text()).toBe('Subject: bare\r\nTo: ana@example.com\r\n\r\nHello\r\n');
  });
});

describe('GET /api/v1/message/{ID}/part/{PartID}', () => {
  test('an inline picture is served and linked from the view of the mail', async () => {
    const picture = Buffer.from('89504e470d0a1a0a', 'hex');
    await sandbox.send({
      html: '<img src="cid:chart">',
      attachments: [{ filename: 'chart.png', content: picture, cid: 'chart', contentType: 'image/png' }],
    });
    const message = await sandbox.getJson<Message>('/api/v1/message/latest');
    expect(message).toMatchObject({ HTML: '<img src="cid:chart">', Inline: [{ ContentID: 'chart' }], Attachments: [] });

    const path = `/api/v1/message/${message.ID}/part/${message.Inline[0]?.PartID}`;
    expect(await (await sandbox.get('/view/latest.html')).text()).toContain(`<img src="${path}">`);
    const part = await sandbox.get(path);
    expect(part.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await part.arrayBuffer())).toEqual(picture);
  });

  test('an attached page is a download, never a page of ours', async () => {
    await sandbox.send({ text: 'x', attachments: [{ filename: 'x.html', content: '<script>1</script>' }] });

    const part = await sandbox.get('/api/v1/message/latest/part/1');
    expect(part.headers.get('content-type')).toBe('application/octet-stream');
    expect(part.headers.get('content-disposition')).toMatch(/^attachment;/);
  });
});

describe('DELETE /api/v1/messages', () => {
  test('deletes the named ones', async () => {
    for (const subject of ['keep', 'drop']) await sandbox.send({ subject, text: 'x' });
    const dropped = (await listMessages()).messages[0]?.ID;

    const response = await sandbox.get('/api/v1/messages', {
      method: 'DELETE',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ IDs: [dropped] }),
    });
    expect(await response.text()).toBe('ok');
    expect(subjectsOf(await listMessages())).toEqual(['keep']);
  });

  test.each([
    ['without a body', {}],
    ['with an empty JSON body', { headers: { 'content-type': 'application/json' }, body: '' }],
    ['with no ids', { headers: { 'content-type': 'application/json' }, body: '{"IDs":[]}' }],
  ])('deletes all %s', async (_name, init) => {
    await sandbox.send({ text: 'x' });
    expect((await sandbox.get('/api/v1/messages', { method: 'DELETE', ...init })).status).toBe(200);
    expect(await listMessages()).toMatchObject({ total: 0, messages: [] });
  });

  test('deletes nothing when the body cannot be read', async () => {
    await sandbox.send({ text: 'x' });
    const init = { method: 'DELETE', headers: { 'content-type': 'application/json' }, body: '{"IDs":' };
    expect((await sandbox.get('/api/v1/messages', init)).status).toBe(400);
    expect(await listMessages()).toMatchObject({ total: 1 });
  });
});

describe('GET /api/v1/search', () => {
  test.each([
    ['to:ana subject:coaching', ['Coaching for Ana']],
    ['subject:"for bo"', ['Coaching for Bo']],
    ['-to:ana', ['Coaching for Bo']],
    ['coaching !words', ['Coaching for Bo']],
    ['from:coach@example.com', ['Coaching for Bo', 'Coaching for Ana']],
    ['has:attachment', ['Coaching for Bo']],
    ['is:read', []],
    ['subject:nothing', []],
  ])('%s', async (query, subjects) => {
    await sandbox.send({ to: 'ana@example.com', subject: 'Coaching for Ana', text: 'kind words' });
    const attachments = [{ filename: 'a.txt', content: 'a' }];
    await sandbox.send({ to: 'bo@example.com', subject: 'Coaching for Bo', text: 'more', attachments });

    const found = await listMessages(`/api/v1/search?query=${encodeURIComponent(query)}`);
    expect(subjectsOf(found)).toEqual(subjects);
    expect(found).toMatchObject({ total: 2, messages_count: subjects.length });
  });

  test('without a query it is refused', async () => {
    expect((await sandbox.get('/api/v1/search')).status).toBe(422);
  });
});
