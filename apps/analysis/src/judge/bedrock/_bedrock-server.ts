import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface BedrockRequest {
  method: string | undefined;
  url: string | undefined;
  authorization: string | undefined;
  body: {
    system: { text: string }[];
    messages: { role: string; content: { text: string }[] }[];
    inferenceConfig: { maxTokens: number; temperature: number };
    toolConfig: { tools: { toolSpec: { name: string; inputSchema: { json: unknown } } }[]; toolChoice: unknown };
  };
}

export interface BedrockReply {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Answers never. */
  isSilent?: boolean;
}

export interface BedrockServer extends AsyncDisposable {
  url: string;
  requests: BedrockRequest[];
}

/** Speaks Bedrock's wire over HTTP/1.1 on a free port of the loopback. */
export async function startBedrockServer(reply: (request: BedrockRequest) => BedrockReply): Promise<BedrockServer> {
  const requests: BedrockRequest[] = [];
  const read = async (req: IncomingMessage): Promise<BedrockRequest> => ({
    method: req.method,
    url: req.url,
    authorization: req.headers.authorization,
    body: JSON.parse(await text(req)) as BedrockRequest['body'],
  });
  const server = createServer((req, res) => {
    void read(req).then((request) => {
      requests.push(request);
      const { status = 200, headers = {}, body = {}, isSilent = false } = reply(request);
      if (!isSilent)
        res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
