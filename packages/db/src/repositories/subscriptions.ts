import type { BidActivated, BidDeactivated, SubscriptionStatus } from '@callscript/contracts';
import { and, eq } from 'drizzle-orm';
import type { Db, Executor, Transaction } from '../client.ts';
import { inTransaction } from '../transaction.ts';
import { businesses, businessPipelineConfig, subscriptions, type SubscriptionRow } from '../schema/businesses.ts';
import { utcNow } from '../sql.ts';

/** What the door must know of a business before it lets a call in. */
export interface Admission {
  bid: string;
  status: SubscriptionStatus;
  /** Sealed; all that are valid now, the current one first. */
  sealedSecrets: string[];
  pipelineEnabled: boolean;
  minCallDurationSeconds: number;
}

export async function findAdmission(db: Executor, bid: string): Promise<Admission | undefined> {
  const [row] = await db
    .select({
      subscription: subscriptions,
      enabled: businessPipelineConfig.pipeline_enabled,
      minDuration: businessPipelineConfig.min_call_duration_s,
    })
    .from(subscriptions)
    .leftJoin(businessPipelineConfig, eq(businessPipelineConfig.bid, subscriptions.bid))
    .where(eq(subscriptions.bid, bid));
  if (row === undefined) return undefined;
  const { subscription } = row;
  const previousIsValid =
    subscription.previous_secret_expires_at !== null && subscription.previous_secret_expires_at > new Date();
  const sealedSecrets = [
    subscription.webhook_secret,
    previousIsValid ? subscription.previous_webhook_secret : null,
  ].filter((secret) => secret !== null);
  return {
    bid,
    status: subscription.status,
    sealedSecrets,
    pipelineEnabled: row.enabled ?? false,
    minCallDurationSeconds: row.minDuration ?? 0,
  };
}

export interface BillingOutcome {
  status: SubscriptionStatus;
  /** False for replays and for events older than the newest one seen. */
  applied: boolean;
  /** True when this event issued the secret it was given. */
  secretIssued: boolean;
  /** False when the caller has to provision the business, which ends the time in which a replay issues a secret. */
  provisioned: boolean;
}

/**
 * Applies an activation, which counts only if it is newer than the newest event seen. `sealedSecret` is stored until the
 * business has been provisioned completely, also by a replay: an answer that failed before may never have shown the one
 * that was stored. After that a replay never changes or shows a secret.
 */
export async function applyActivation(db: Db, event: BidActivated, sealedSecret: string): Promise<BillingOutcome> {
  return await inTransaction(db, async (tx) => {
    const existing = await lockSubscription(tx, event.bid, event.business_name, event.plan);
    const at = new Date(event.activated_at);
    const provisioned = await isProvisioned(tx, event.bid);
    const secretIssued = existing.webhook_secret === null || !provisioned;
    const age = ageOf(at, existing);
    if (age === 'same' && existing.status === 'active' && secretIssued) {
      await tx
        .update(subscriptions)
        .set({ webhook_secret: sealedSecret, updated_at: utcNow })
        .where(eq(subscriptions.bid, event.bid));
      return { status: 'active', applied: false, secretIssued, provisioned };
    }
    if (age !== 'newer') return notApplied(existing);
    await tx
      .update(subscriptions)
      .set({
        business_name: event.business_name,
        plan: event.plan,
        status: 'active',
        activated_at: existing.activated_at ?? at,
        paid_until: event.paid_until === null ? null : new Date(event.paid_until),
        last_event_at: at,
        updated_at: utcNow,
        ...(secretIssued ? { webhook_secret: sealedSecret } : {}),
      })
      .where(eq(subscriptions.bid, event.bid));
    const business = {
      business_name: event.business_name,
      pcaa_active: true,
      pcaa_plan: event.plan,
      ...(event.business_type === undefined ? {} : { business_type: event.business_type }),
      ...(event.contact_email === undefined ? {} : { contact_email: event.contact_email }),
    };
    await tx
      .insert(businesses)
      .values({ bid: event.bid, ...business })
      .onDuplicateKeyUpdate({ set: { ...business, updated_at: utcNow } });
    return { status: 'active', applied: true, secretIssued, provisioned };
  });
}

/**
 * Applies a deactivation. Without `deactivated_at` it takes effect now and moves no clock. It may arrive before the
 * activation it ends: the row it leaves behind keeps that activation from taking effect.
 */
export async function applyDeactivation(db: Db, event: BidDeactivated): Promise<BillingOutcome> {
  return await inTransaction(db, async (tx) => {
    const existing = await lockSubscription(tx, event.bid, event.bid, 'none');
    const at = event.deactivated_at === undefined ? undefined : new Date(event.deactivated_at);
    const age = at === undefined ? 'newer' : ageOf(at, existing);
    // Of an activation and a deactivation of the same time, the deactivation is the later one.
    if (age === 'older' || (age === 'same' && existing.status !== 'active')) return notApplied(existing);
    await tx
      .update(subscriptions)
      .set({ status: 'suspended', updated_at: utcNow, ...(at === undefined ? {} : { last_event_at: at }) })
      .where(eq(subscriptions.bid, event.bid));
    await tx.update(businesses).set({ pcaa_active: false, updated_at: utcNow }).where(eq(businesses.bid, event.bid));
    return { status: 'suspended', applied: true, secretIssued: false, provisioned: true };
  });
}

/** Reads the subscription for update, creating a suspended one without a secret where there is none. */
async function lockSubscription(tx: Transaction, bid: string, name: string, plan: string): Promise<SubscriptionRow> {
  await tx
    .insert(subscriptions)
    .values({ bid, business_name: name, plan, status: 'suspended' })
    .onDuplicateKeyUpdate({ set: { bid } });
  const [row] = await tx.select().from(subscriptions).where(eq(subscriptions.bid, bid)).for('update');
  if (row === undefined) throw new Error(`the subscription of ${bid} vanished inside its own transaction`);
  return row;
}

/** By the clock of the events themselves. */
function ageOf(at: Date, { last_event_at: newest }: SubscriptionRow): 'older' | 'same' | 'newer' {
  if (newest === null || at > newest) return 'newer';
  return at < newest ? 'older' : 'same';
}

/** Provisioning is left to the event that took effect: its answer has the secret. */
function notApplied({ status }: SubscriptionRow): BillingOutcome {
  return { status, applied: false, secretIssued: false, provisioned: true };
}

async function isProvisioned(tx: Transaction, bid: string): Promise<boolean> {
  const [row] = await tx
    .select({ at: businesses.provisioned_at })
    .from(businesses)
    .where(and(eq(businesses.bid, bid)));
  return row?.at != null;
}
