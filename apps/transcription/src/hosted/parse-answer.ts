import type { z } from 'zod';
import { ProviderError } from './provider-error.ts';
import type { HostedProviderName } from './provider.ts';

/**
 * Believes a vendor's answer when it is JSON of the right shape. What does not fit is named by its place, never quoted:
 * it may be what people said.
 *
 * @throws ProviderError malformed_answer
 */
export function parseAnswer<Schema extends z.ZodType>(
  provider: HostedProviderName,
  what: string,
  schema: Schema,
  text: string,
): z.infer<Schema> {
  const parsed = schema.safeParse(parseJson(provider, what, text));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place =
    issue === undefined || issue.path.length === 0 ? 'as a whole' : `at ${issue.path.map(String).join('.')}`;
  throw new ProviderError(provider, 'malformed_answer', `${provider}'s ${what} is not what it should be, ${place}`);
}

function parseJson(provider: HostedProviderName, what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser's message quotes the text.
    const position = error instanceof Error ? /position \d+/.exec(error.message)?.[0] : undefined;
    const where = position === undefined ? '' : `, at ${position} of ${text.length}`;
    throw new ProviderError(provider, 'malformed_answer', `${provider}'s ${what} is not JSON${where}`);
  }
}
