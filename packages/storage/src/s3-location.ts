/** Where an S3 store is and how to speak to it, as its URL says. */
export interface S3Location {
  bucket: string;
  /** '' or 'folder/inside/': ends with '/' so that it can be put before a key. */
  prefix: string;
  endpoint?: string;
  region: string;
  forcePathStyle: boolean;
  checksums: 'WHEN_REQUIRED' | 'WHEN_SUPPORTED';
}

const knownSettings = new Set(['endpoint', 'region', 'forcePathStyle', 'checksums']);

/** Reads `s3://bucket/prefix?…`. A setting it does not know is an error, so that a misspelt one is not silently ignored. */
export function parseS3Location(url: URL): S3Location {
  if (url.username || url.password) throw new Error('an s3:// URL must hold no credentials: it is logged');
  if (!url.hostname) throw new Error('an s3:// URL must name a bucket');
  for (const name of url.searchParams.keys()) {
    if (!knownSettings.has(name)) throw new Error(`an s3:// URL has no setting named "${name}"`);
  }
  const endpoint = url.searchParams.get('endpoint');
  if (endpoint && !/^https?:$/.test(URL.parse(endpoint)?.protocol ?? '')) {
    throw new Error("an s3:// URL's endpoint must be an http:// or https:// URL");
  }
  const prefix = decodeURIComponent(url.pathname).replaceAll(/^\/+|\/+$/g, '');
  return {
    bucket: url.hostname,
    prefix: prefix && `${prefix}/`,
    ...(endpoint && { endpoint }),
    region: url.searchParams.get('region') ?? 'us-east-1',
    forcePathStyle: oneOf(url, 'forcePathStyle', ['false', 'true']) === 'true',
    checksums: oneOf(url, 'checksums', ['WHEN_REQUIRED', 'WHEN_SUPPORTED']),
  };
}

/** The setting's value, or the first of `values` when it is absent. */
function oneOf<Value extends string>(url: URL, name: string, values: readonly [Value, ...Value[]]): Value {
  const given = url.searchParams.get(name) ?? values[0];
  const value = values.find((candidate) => candidate === given);
  if (value === undefined) throw new Error(`an s3:// URL's ${name} must be one of ${values.join(', ')}`);
  return value;
}
