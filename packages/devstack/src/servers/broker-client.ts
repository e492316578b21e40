import { connect } from 'amqplib';

/** One AMQP handshake: a listening port alone does not mean that the broker serves. */
export async function connectToBroker(url: string): Promise<void> {
  const connection = await connect(url, { timeout: 5000 });
  connection.on('error', () => {});
  await connection.close();
}

export interface BrokerManagement {
  createVhost(name: string): Promise<void>;
  deleteVhost(name: string): Promise<void>;
  /** Calls `/api/<path>` and returns the parsed answer. Throws on any status but 2xx. */
  request(method: 'GET' | 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
}

/** The management API behind a URL that carries the user and the password. */
export function createBrokerManagement(managementUrl: string): BrokerManagement {
  const { username, password, origin } = new URL(managementUrl);
  const user = decodeURIComponent(username);
  const authorization = `Basic ${Buffer.from(`${user}:${decodeURIComponent(password)}`).toString('base64')}`;

  const request: BrokerManagement['request'] = async (method, path, body) => {
    const response = await fetch(`${origin}/api/${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(15_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`RabbitMQ management: ${method} ${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };

  return {
    request,
    async createVhost(name) {
      const vhost = encodeURIComponent(name);
      await request('PUT', `vhosts/${vhost}`, {});
      await request('PUT', `permissions/${vhost}/${username}`, { configure: '.*', write: '.*', read: '.*' });
    },
    async deleteVhost(name) {
      await request('DELETE', `vhosts/${encodeURIComponent(name)}`);
    },
  };
}
