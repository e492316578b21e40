import { BedrockRuntimeClient, type BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';

export interface BedrockClientOptions {
  region: string;
  /** Another address than the region's own: a VPC endpoint, a gateway, a test server. */
  endpoint?: string;
  /** The SDK's own chain (environment, profile, instance role) where absent. */
  credentials?: NonNullable<BedrockRuntimeClientConfig['credentials']>;
  timeoutMs: number;
}

const connectTimeoutMs = 5000;

/**
 * A client that tries once, because the stage runner decides about retries, and that speaks HTTP/1.1: by default this
 * one speaks HTTP/2, which gateways and emulators often do not. The caller destroys it.
 */
export function createBedrockClient({
  region,
  endpoint,
  credentials,
  timeoutMs,
}: BedrockClientOptions): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    region,
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({
      requestTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      connectionTimeout: connectTimeoutMs,
    }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  });
}
