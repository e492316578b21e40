import { once } from 'node:events';
import { createServer, connect, type AddressInfo } from 'node:net';
import { Agent, request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGuardedLookup, type Resolve } from './guarded-lookup.ts';

let connections = 0;
const server = createServer((socket) => {
  connections += 1;
  socket.destroy();
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

const answers =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

function lookUp(resolve: Resolve, all: boolean): Promise<unknown> {
  return new Promise((done, fail) => {
    createGuardedLookup(resolve)('media.example.com', { all }, (error, address, family) => {
      if (error) fail(error);
      else done(all ? address : { address, family });
    });
  });
}

describe('createGuardedLookup', () => {
  test('hands public addresses to the socket in either of its two forms', async () => {
    const resolve = answers('8.8.8.8', '2606:4700::1');
    expect(await lookUp(resolve, false)).toEqual({ address: '8.8.8.8', family: 4 });
    expect(await lookUp(resolve, true)).toEqual([
      { address: '8.8.8.8', family: 4 },
      { address: '2606:4700::1', family: 6 },
    ]);
  });

  test.each([
    [['127.0.0.1']],
    [['8.8.8.8', '10.0.0.1']],
    [['2606:4700::1', '::1']],
    [['::ffff:8.8.8.8']],
    [['not an ip']],
  ])('refuses the answers %j as a whole', async (addresses) => {
    await expect(lookUp(answers(...addresses), true)).rejects.toMatchObject({ code: 'forbidden_address' });
    await expect(lookUp(answers(...addresses), false)).rejects.toMatchObject({ code: 'forbidden_address' });
  });

  test('passes on that a name has no address', async () => {
    await expect(lookUp(answers(), true)).rejects.toThrow('has no address');
    await expect(lookUp(() => Promise.reject(new Error('ENOTFOUND')), true)).rejects.toThrow('ENOTFOUND');
  });

  test('a name that leads to a listening private server opens no connection to it', async () => {
    const { port } = server.address() as AddressInfo;
    const agent = new Agent({ connect: { lookup: createGuardedLookup(answers('127.0.0.1')) } });
    await expect(request(`http://media.example.com:${port}/`, { dispatcher: agent })).rejects.toMatchObject({
      code: 'forbidden_address',
    });
    await agent.destroy();
    // A connection made now arrives after any that the request made: it alone has been counted.
    await once(connect(port, '127.0.0.1'), 'close');
    expect(connections).toBe(1);
  });

  test('looks a name up once a connection, so that a second answer cannot replace the one that was checked', async () => {
    let lookups = 0;
    const resolve: Resolve = async () => [{ address: (lookups += 1) === 1 ? '10.0.0.1' : '8.8.8.8', family: 4 }];
    const agent = new Agent({ connect: { lookup: createGuardedLookup(resolve) } });
    await expect(request('http://media.example.com/', { dispatcher: agent })).rejects.toMatchObject({
      code: 'forbidden_address',
    });
    await agent.destroy();
    expect(lookups).toBe(1);
  });
});
