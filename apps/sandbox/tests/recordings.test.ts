import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createTemporaryFolder,
  startTestSandbox,
  writeRecording,
  type TemporaryFolder,
  type TestSandbox,
} from './_sandbox.ts';

let folder: TemporaryFolder;
let sandbox: TestSandbox;
const bytes = Buffer.from(Array.from({ length: 10_000 }, (_, index) => index % 251));

beforeAll(async () => {
  folder = await createTemporaryFolder();
  sandbox = await startTestSandbox({}, [await writeRecording(folder, 'call.wav', bytes)]);
});
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

async function download(path: string): Promise<Buffer> {
  return Buffer.from(await (await sandbox.get(`/mcube/recordings/${path}`)).arrayBuffer());
}

describe('recordings', () => {
  test('a given recording is served whole, with its type and length', async () => {
    const response = await sandbox.get('/mcube/recordings/call.wav');

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('audio/wav');
    expect(response.headers.get('content-length')).toBe('10000');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  });

  test('an uploaded recording is served, and replaces one of its name', async () => {
    for (const content of ['first', 'second']) {
      const response = await sandbox.get('/mcube/recordings/upload.wav', { method: 'PUT', body: Buffer.from(content) });
      expect(response.status).toBe(201);
      expect((await download('upload.wav')).toString()).toBe(content);
    }
  });

  test('an upload over 64 MiB is refused', async () => {
    const body = Buffer.alloc(64 * 1024 * 1024 + 1);
    const response = await sandbox.get('/mcube/recordings/big.wav', { method: 'PUT', body });

    expect(response.status).toBe(413);
    expect((await sandbox.get('/mcube/recordings/big.wav')).status).toBe(404);
  });

  test.each(['..%2f..%2fetc%2fpasswd', '.hidden', 'a%00b', 'a%2fb'])('the name %s is refused', async (name) => {
    const response = await sandbox.get(`/mcube/recordings/${name}`);

    expect(response.status).toBe(422);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(await response.json()).toMatchObject({ status: 422, errors: [{ field: 'name' }] });
  });

  test('an unknown recording is a problem document with status 404', async () => {
    const response = await sandbox.get('/mcube/recordings/none.wav');

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ title: 'Not found', status: 404, type: 'about:blank' });
  });
});

describe('faults of a download', () => {
  test('late: it is missing for the first requests, then there', async () => {
    const statuses: number[] = [];
    for (let request = 0; request < 4; request += 1) {
      statuses.push((await sandbox.get('/mcube/recordings/call.wav?fault=late:2')).status);
    }
    expect(statuses).toEqual([404, 404, 200, 200]);
  });

  test('late counts each address by itself', async () => {
    expect((await sandbox.get('/mcube/recordings/call.wav?fault=late:1&for=a')).status).toBe(404);
    expect((await sandbox.get('/mcube/recordings/call.wav?fault=late:1&for=b')).status).toBe(404);
    expect((await sandbox.get('/mcube/recordings/call.wav?fault=late:1&for=a')).status).toBe(200);
  });

  test('empty: success without a byte', async () => {
    const response = await sandbox.get('/mcube/recordings/call.wav?fault=empty');

    expect(response.status).toBe(200);
    expect(response.headers.get('content-length')).toBe('0');
    expect(await response.text()).toBe('');
  });

  test('truncated: the connection ends before the announced length', async () => {
    const response = await sandbox.get('/mcube/recordings/call.wav?fault=truncated');

    expect(response.headers.get('content-length')).toBe('10000');
    await expect(response.arrayBuffer()).rejects.toThrow(/terminated/);
  });

  test('html: a login page, with success', async () => {
    const response = await sandbox.get('/mcube/recordings/call.wav?fault=html');

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('Sign in');
  });

  test('slow: the bytes come no faster than asked, and all of them come', async () => {
    const startedAt = performance.now();
    expect(await download('call.wav?fault=slow:40000')).toEqual(bytes);
    expect(performance.now() - startedAt).toBeGreaterThan(200);
  });

  test('hang: no answer comes', async () => {
    const signal = AbortSignal.timeout(150);
    await expect(sandbox.get('/mcube/recordings/call.wav?fault=hang', { signal })).rejects.toThrow(/timeout/i);
  });

  test('redirect: to any address', async () => {
    const target = 'http://169.254.169.254/latest';
    const response = await sandbox.get(`/mcube/recordings/call.wav?fault=redirect:${encodeURIComponent(target)}`, {
      redirect: 'manual',
    });
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(target);
  });

  test('status: any code, with Retry-After where it belongs', async () => {
    expect((await sandbox.get('/mcube/recordings/call.wav?fault=status:403')).status).toBe(403);
    const busy = await sandbox.get('/mcube/recordings/call.wav?fault=status:503');
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '1']);
  });

  test('huge: three gigabytes are announced and begin as a WAV file', async () => {
    const response = await sandbox.get('/mcube/recordings/call.wav?fault=huge:3000000000');

    expect(response.headers.get('content-length')).toBe('3000000000');
    const reader = response.body?.getReader();
    const first = await reader?.read();
    await reader?.cancel();
    expect(
      Buffer.from(first?.value ?? [])
        .subarray(0, 4)
        .toString(),
    ).toBe('RIFF');
  });

  test.each([0, 10, 44, 200_001])('huge: exactly %i bytes are sent', async (size) => {
    expect((await download(`call.wav?fault=huge:${size}`)).length).toBe(size);
  });

  test('unannounced: the same without a length', async () => {
    const response = await sandbox.get('/mcube/recordings/call.wav?fault=unannounced:200001');

    expect(response.headers.get('content-length')).toBeNull();
    expect((await response.arrayBuffer()).byteLength).toBe(200_001);
  });

  test('a fault set for a recording holds until it is cleared', async () => {
    await sandbox.get('/mcube/recordings/set.wav', { method: 'PUT', body: Buffer.from('set') });
    const set = await sandbox.get('/mcube/recordings/set.wav/fault', {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ fault: 'status:500' }),
    });
    expect(set.status).toBe(204);
    expect((await sandbox.get('/mcube/recordings/set.wav')).status).toBe(500);

    await sandbox.get('/mcube/recordings/set.wav/fault', { method: 'DELETE' });
    expect((await download('set.wav')).toString()).toBe('set');
  });

  test('an unknown fault is refused by name', async () => {
    const response = await sandbox.get('/mcube/recordings/call.wav?fault=explode');

    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ errors: [{ field: 'fault' }] });
  });

  test('the sandbox stops while a download hangs', async () => {
    await using stopping = await startTestSandbox();
    const hanging = stopping.get('/mcube/recordings/any.wav?fault=hang');
    // The next answer on the same server shows that the hanging request is in.
    await stopping.get('/health/live');
    await Promise.all([expect(hanging).rejects.toThrow(/fetch failed/), stopping[Symbol.asyncDispose]()]);
  });
});
