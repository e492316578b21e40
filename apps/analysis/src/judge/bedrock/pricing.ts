/** US dollars for a million tokens. */
export interface ModelPrice {
  input: number;
  output: number;
}

/** List prices in us-east-1 by the beginning of a model id, without its region. Other regions differ: configure them. */
export const listPrices: Readonly<Record<string, ModelPrice>> = {
  'amazon.nova-micro': { input: 0.035, output: 0.14 },
  'amazon.nova-lite': { input: 0.06, output: 0.24 },
  'amazon.nova-2-lite': { input: 0.33, output: 2.75 },
};

/**
 * The price of the longest prefix that fits. Inference profiles are found by the model they serve.
 *
 * @throws {RangeError} where no price is known: a cost of zero would be wrong
 */
export function priceOf(modelId: string, prices: Readonly<Record<string, ModelPrice>>): ModelPrice {
  const name = modelId.slice(modelId.lastIndexOf('/') + 1);
  const model = name.replace(/^(us|us-gov|eu|apac|jp|au|ca|global)\./, '');
  const prefix = Object.keys(prices)
    .filter((candidate) => [modelId, name, model].some((id) => id.startsWith(candidate)))
    .sort((a, b) => b.length - a.length)[0];
  const price = prefix === undefined ? undefined : prices[prefix];
  if (price === undefined)
    throw new RangeError(`no price is known for the model "${modelId}"; the setting BEDROCK_PRICE gives one`);
  return price;
}

export function costUsd(price: ModelPrice, inputTokens: number, outputTokens: number): number {
  return (inputTokens * price.input + outputTokens * price.output) / 1_000_000;
}
