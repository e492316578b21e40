import type { BidActivated, BidDeactivated } from '@callscript/contracts';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  applyActivation,
  applyDeactivation,
  findAdmission,
  provisionBusiness,
  type BillingOutcome,
} from '../src/index.ts';
import { createTestDatabase, noon, type TestDatabase } from './_support.ts';

let t: TestDatabase;
let businesses = 0;
beforeAll(async () => {
  t = await createTestDatabase({ connectionLimit: 12 });
});
afterAll(async () => t[Symbol.asyncDispose]());

/** One billing event; `minute` is its own clock. */
interface Event {
  kind: 'activate' | 'deactivate';
  minute: number;
}

const at = (minute: number): string => new Date(noon + minute * 60_000).toISOString();

const activated = (bid: string, minute: number, overrides: Partial<BidActivated> = {}): BidActivated => ({
  event: 'pcaa.activated',
  bid,
  business_name: `Acme of minute ${minute}`,
  plan: 'pro',
  activated_at: at(minute),
  paid_until: null,
  ...overrides,
});

const deactivated = (bid: string, minute?: number): BidDeactivated => ({
  event: 'pcaa.deactivated',
  bid,
  ...(minute === undefined ? {} : { deactivated_at: at(minute) }),
});

const newBid = (): string => {
  businesses += 1;
  return `bid-${businesses}`;
};

async function apply(bid: string, event: Event, secret = 'sealed'): Promise<BillingOutcome> {
  if (event.kind === 'activate') return await applyActivation(t.db, activated(bid, event.minute), secret);
  return await applyDeactivation(t.db, deactivated(bid, event.minute));
}

describe('applyActivation', () => {
  test('issues the secret once; a replay neither changes nor issues it', async () => {
    const bid = newBid();
    expect(await applyActivation(t.db, activated(bid, 1), 'first')).toEqual({
      status: 'active',
      applied: true,
      secretIssued: true,
      provisioned: false,
    });
    await provisionBusiness(t.db, bid);
    expect(await applyActivation(t.db, activated(bid, 1), 'second')).toMatchObject({
      applied: false,
      secretIssued: false,
    });
    expect(await applyActivation(t.db, activated(bid, 2), 'third')).toMatchObject({
      applied: true,
      secretIssued: false,
    });
    expect(await findAdmission(t.db, bid)).toMatchObject({ status: 'active', sealedSecrets: ['first'] });
  });

  test('issues another secret until the business was provisioned: the first may never have been shown', async () => {
    const bid = newBid();
    await applyActivation(t.db, activated(bid, 2), 'lost');
    expect(await applyActivation(t.db, activated(bid, 2), 'shown')).toEqual({
      status: 'active',
      applied: false,
      secretIssued: true,
      provisioned: false,
    });
    expect(await findAdmission(t.db, bid)).toMatchObject({ sealedSecrets: ['shown'] });
    // Provisioning now would keep the event of minute 2 from showing a secret ever.
    expect(await applyActivation(t.db, activated(bid, 1), 'old')).toEqual({
      status: 'active',
      applied: false,
      secretIssued: false,
      provisioned: true,
    });
    await provisionBusiness(t.db, bid);
    expect(await applyActivation(t.db, activated(bid, 2), 'late')).toMatchObject({ secretIssued: false });
    expect(await findAdmission(t.db, bid)).toMatchObject({ sealedSecrets: ['shown'] });
  });

  test('asks for provisioning until it was finished', async () => {
    const bid = newBid();
    expect(await applyActivation(t.db, activated(bid, 1), 's')).toMatchObject({ provisioned: false });
    expect(await applyActivation(t.db, activated(bid, 1), 's')).toMatchObject({ provisioned: false });
    await provisionBusiness(t.db, bid);
    expect(await applyActivation(t.db, activated(bid, 1), 's')).toMatchObject({ provisioned: true });
  });

  test('takes over name, plan and paid period of a newer event', async () => {
    const bid = newBid();
    await applyActivation(t.db, activated(bid, 1), 's');
    await applyActivation(t.db, activated(bid, 2, { plan: 'enterprise', paid_until: at(1_000) }), 's');
    const rows = await t.query('SELECT business_name, plan, paid_until FROM pcaa_subscriptions WHERE bid = ?', [bid]);
    expect(rows).toEqual([{ business_name: 'Acme of minute 2', plan: 'enterprise', paid_until: new Date(at(1_000)) }]);
  });
});

describe('applyDeactivation', () => {
  test('that arrives before the activation it ends keeps it from taking effect', async () => {
    const bid = newBid();
    expect(await applyDeactivation(t.db, deactivated(bid, 5))).toMatchObject({ status: 'suspended', applied: true });
    expect(await applyActivation(t.db, activated(bid, 4), 's')).toMatchObject({
      status: 'suspended',
      applied: false,
      secretIssued: false,
    });
    expect(await findAdmission(t.db, bid)).toMatchObject({ status: 'suspended', sealedSecrets: [] });
  });

  test('of the same time as the activation ends it, whichever arrives first', async () => {
    const bid = newBid();
    await applyActivation(t.db, activated(bid, 5), 's');
    expect(await applyDeactivation(t.db, deactivated(bid, 5))).toMatchObject({ status: 'suspended', applied: true });
    expect(await applyDeactivation(t.db, deactivated(bid, 5))).toMatchObject({ status: 'suspended', applied: false });
    expect(await applyActivation(t.db, activated(bid, 5), 's')).toMatchObject({
      status: 'suspended',
      applied: false,
      secretIssued: false,
    });
    const other = newBid();
    await applyDeactivation(t.db, deactivated(other, 5));
    expect(await applyActivation(t.db, activated(other, 5), 's')).toMatchObject({
      status: 'suspended',
      applied: false,
    });
  });

  test('without a time takes effect now and moves no clock', async () => {
    const bid = newBid();
    await applyActivation(t.db, activated(bid, 5), 's');
    expect(await applyDeactivation(t.db, deactivated(bid))).toMatchObject({ status: 'suspended', applied: true });
    expect(await applyActivation(t.db, activated(bid, 5), 's')).toMatchObject({ status: 'suspended', applied: false });
    expect(await applyActivation(t.db, activated(bid, 6), 's')).toMatchObject({ status: 'active', applied: true });
  });
});

/** A history of events with a clock each, some at the same time, delivered in any order, with replays. */
const deliveries = fc
  .uniqueArray(fc.record({ kind: fc.constantFrom('activate' as const, 'deactivate' as const), minute: fc.nat(6) }), {
    minLength: 1,
    maxLength: 6,
    selector: ({ kind, minute }) => `${kind} ${minute}`,
  })
  .chain((history) =>
    fc.record({
      history: fc.constant(history),
      delivered: fc
        .tuple(
          fc.shuffledSubarray(history, { minLength: history.length }),
          fc.array(fc.constantFrom(...history), { maxLength: 5 }),
        )
        .chain(([once, again]) => fc.shuffledSubarray([...once, ...again], { minLength: once.length + again.length })),
    }),
  );

/** Of two events of one time the deactivation is the later one. */
const isLater = (a: Event, b: Event): boolean =>
  a.minute > b.minute || (a.minute === b.minute && a.kind === 'deactivate' && b.kind === 'activate');
const newest = (events: readonly Event[]): Event => events.reduce((a, b) => (isLater(b, a) ? b : a));
const stateAfter = (event: Event): string => (event.kind === 'activate' ? 'active' : 'suspended');

async function expectStateOfNewest(bid: string, history: readonly Event[]): Promise<void> {
  const last = newest(history);
  expect(await findAdmission(t.db, bid)).toMatchObject({ status: stateAfter(last) });
  const [row] = await t.query('SELECT last_event_at FROM pcaa_subscriptions WHERE bid = ?', [bid]);
  expect(row?.['last_event_at']).toEqual(new Date(at(last.minute)));
  const [business] = await t.query('SELECT pcaa_active FROM businesses WHERE bid = ?', [bid]);
  expect(business?.['pcaa_active'] ?? 0).toBe(last.kind === 'activate' ? 1 : 0);
}

describe('the life of a subscription', () => {
  test('is that of its newest event, in whatever order and however often events arrive', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, fc.nat(10), async ({ history, delivered }, provisionedAt) => {
        const bid = newBid();
        let stored: string | undefined;
        let isProvisioned = false;
        let seen: Event[] = [];
        for (const [i, event] of delivered.entries()) {
          const isNewest = seen.every((other) => isLater(event, other));
          const outcome = await apply(bid, event, `secret-${i}`);
          seen = [...seen, event];
          const last = newest(seen);
          const takesEffect = event.kind === last.kind && event.minute === last.minute;
          // What takes effect shows a secret until one was certainly shown; then it is the same for ever.
          const secretIssued = event.kind === 'activate' && takesEffect && !isProvisioned;
          if (secretIssued) stored = `secret-${i}`;
          expect(outcome).toMatchObject({ applied: isNewest, status: stateAfter(last), secretIssued });
          expect((await findAdmission(t.db, bid))?.sealedSecrets[0]).toBe(stored);
          if (i >= provisionedAt && !outcome.provisioned) {
            await t.query('UPDATE businesses SET provisioned_at = UTC_TIMESTAMP(3) WHERE bid = ?', [bid]);
            isProvisioned = true;
          }
        }
        await expectStateOfNewest(bid, history);
      }),
      { numRuns: 40 },
    );
  });

  test('is that of its newest event when all arrive at once, at many gateways', async () => {
    await fc.assert(
      fc.asyncProperty(deliveries, async ({ history, delivered }) => {
        const bid = newBid();
        const outcomes = await Promise.all(delivered.map((event, i) => apply(bid, event, `secret-${i}`)));
        await expectStateOfNewest(bid, history);
        const issued = outcomes.flatMap((outcome, i) => (outcome.secretIssued ? [`secret-${i}`] : []));
        // Nobody provisioned it, so several may have been issued; the one that is valid was shown to somebody.
        const valid = (await findAdmission(t.db, bid))?.sealedSecrets ?? [];
        expect(valid).toHaveLength(Math.min(issued.length, 1));
        expect(issued).toEqual(expect.arrayContaining(valid));
        expect(issued.length).toBeGreaterThanOrEqual(newest(history).kind === 'activate' ? 1 : 0);
      }),
      { numRuns: 40 },
    );
  });
});

describe('findAdmission', () => {
  test('knows no business that billing never named', async () => {
    expect(await findAdmission(t.db, 'nobody')).toBeUndefined();
  });

  test('offers the previous secret for as long as the overlap of a rotation lasts', async () => {
    const bid = newBid();
    await applyActivation(t.db, activated(bid, 1), 'new');
    const rotate = async (minutes: number): Promise<void> => {
      await t.query(
        `UPDATE pcaa_subscriptions SET previous_webhook_secret = 'old',
         previous_secret_expires_at = UTC_TIMESTAMP(3) + INTERVAL ? MINUTE WHERE bid = ?`,
        [minutes, bid],
      );
    };
    await rotate(60);
    expect(await findAdmission(t.db, bid)).toMatchObject({ sealedSecrets: ['new', 'old'] });
    await rotate(-1);
    expect(await findAdmission(t.db, bid)).toMatchObject({ sealedSecrets: ['new'] });
  });

  test('says what the business asks of its calls', async () => {
    const bid = newBid();
    await applyActivation(t.db, activated(bid, 1), 's');
    expect(await findAdmission(t.db, bid)).toMatchObject({ pipelineEnabled: false });
    await provisionBusiness(t.db, bid);
    expect(await findAdmission(t.db, bid)).toMatchObject({ pipelineEnabled: true, minCallDurationSeconds: 15 });
  });
});
