/** Sends JSON and reads JSON. @throws Error with the answer's body for any status but 2xx. */
export async function requestJson<T>(
  url: string,
  options: { method?: string; body?: object; token?: string } = {},
): Promise<T> {
  const response = await fetch(url, {
    method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(options.token === undefined ? {} : { authorization: `Bearer ${options.token}` }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${options.method ?? 'GET'} ${url} answered ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}

/** Signs in when needed, and again before the token ends. */
export function createSession(apiUrl: string, credentials: { email: string; password: string }): () => Promise<string> {
  let token = { value: '', usableUntil: 0 };
  return async () => {
    if (performance.now() >= token.usableUntil) {
      const answer = await requestJson<{ access_token: string; expires_in: number }>(`${apiUrl}/auth/login`, {
        body: credentials,
      });
      token = { value: answer.access_token, usableUntil: performance.now() + answer.expires_in * 500 };
    }
    return token.value;
  };
}
