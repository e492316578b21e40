import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox } from './_sandbox.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox[Symbol.asyncDispose]());

describe('the page', () => {
  test.each([
    ['/', 'text/html; charset=utf-8'],
    ['/inbox.css', 'text/css; charset=utf-8'],
    ['/inbox.js', 'text/javascript; charset=utf-8'],
  ])('%s is served under a policy that allows only our own files', async (path, type) => {
    const response = await sandbox.get(path);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(type);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
  });

  test('never turns a string into markup', async () => {
    const script = await (await sandbox.get('/inbox.js')).text();
    expect(script).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(/);
  });

  test('an unknown address is a problem document', async () => {
    const response = await sandbox.get('/nowhere');
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });
});

describe('a hostile mail', () => {
  const attack = '<script>document.title="owned"</script><img src=x onerror="parent.document.title=1">';

  test('is shown under a policy that runs nothing, fetches nothing and has no origin', async () => {
    await sandbox.send({ subject: attack, text: attack, html: `<html><head></head><body>${attack}</body></html>` });

    const response = await sandbox.get('/view/latest.html?embed=1');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('script-src');
    expect(policy).toMatch(/sandbox allow-popups allow-popups-to-escape-sandbox$/);
    expect(policy).not.toMatch(/allow-scripts|allow-same-origin|allow-forms/);
    expect(await response.text()).toContain('<head><base target="_blank"></head>');
  });

  test('its text and its source are never served as a page', async () => {
    await sandbox.send({ subject: attack, text: attack });

    for (const path of ['/view/latest.txt', '/api/v1/message/latest/raw']) {
      const response = await sandbox.get(path);
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    }
    expect((await sandbox.get('/view/latest.html')).status).toBe(404);
  });

  test('its header names cannot reach into objects', async () => {
    const raw = '__proto__: polluted\r\nconstructor: x\r\nSubject: proto\r\n\r\nx\r\n';
    await sandbox.send({ raw, envelope: { from: 'a@example.com', to: 'b@example.com' } });

    const headers = await (await sandbox.get('/api/v1/message/latest/headers')).text();
    expect(headers).toContain('"Constructor":["x"]');
    expect((await sandbox.get('/api/v1/messages')).status).toBe(200);
  });
});
