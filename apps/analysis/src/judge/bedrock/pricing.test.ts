import { expect, test } from 'vitest';
import { costUsd, listPrices, priceOf } from './pricing.ts';

test.each([
  ['amazon.nova-lite-v1:0', 'amazon.nova-lite'],
  ['apac.amazon.nova-lite-v1:0', 'amazon.nova-lite'],
  ['global.amazon.nova-2-lite-v1:0', 'amazon.nova-2-lite'],
  ['arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-micro-v1:0', 'amazon.nova-micro'],
])('%s costs what %s costs', (modelId, prefix) => {
  expect(priceOf(modelId, listPrices)).toEqual(listPrices[prefix]);
});

test('a configured price for a longer prefix wins', () => {
  const own = { input: 1, output: 2 };
  expect(
    priceOf('apac.amazon.nova-lite-v1:0', { ...listPrices, 'apac.amazon.nova-lite': own, 'amazon.nova-lite-v1': own }),
  ).toEqual(own);
});

test('a model without a price is refused rather than free', () => {
  expect(() => priceOf('example.model-v1', listPrices)).toThrow(RangeError);
});

test('a million tokens cost the price', () => {
  expect(costUsd({ input: 0.06, output: 0.24 }, 1_000_000, 1_000_000)).toBeCloseTo(0.3, 12);
});
