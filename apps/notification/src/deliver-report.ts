import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  beginSending,
  endSending,
  findAgentProfile,
  findAnalysis,
  getBusiness,
  inTransaction,
  isDatabaseAway,
  listNotificationRules,
  markNotified,
  type CallRow,
  type Db,
  type NotificationKey,
} from '@callscript/db';
import { classifyFailure, StageError, type StageHandler, type WorkContext } from '@callscript/pipeline';
import type { Mailer } from './mail/mailer.ts';
import { MailError } from './mail/mail-error.ts';
import { buildCoachingReport, type CoachingReport } from './report/build-report.ts';

export interface DeliverReportDeps {
  db: Db;
  mailer: Mailer;
  dashboardUrl: string | undefined;
}

/** The coaching report of one call to everyone who is to have it; each of them gets it once. */
export function deliverReport(deps: DeliverReportDeps): StageHandler<void> {
  const { db } = deps;
  return {
    stage: 'notify',
    async work(call, context) {
      const recipients = await listRecipients(db, call);
      if (recipients.length === 0) return;
      const report = await composeReport(deps, call);
      const failures: unknown[] = [];
      for (const recipient of recipients) {
        try {
          await sendOnce(deps, call, recipient, report, context);
        } catch (error) {
          context.signal.throwIfAborted();
          failures.push(error);
        }
      }
      if (failures.length > 0) throw mostHopeful(failures);
    },
    async save(tx, call) {
      await markNotified(tx, call);
      return { state: 'notified', next: null };
    },
  };
}

const hope = ['throttled', 'retryable', 'permanent'] as const;

/** What is final for one recipient must not keep another from the tries that are left. */
function mostHopeful(failures: readonly unknown[]): unknown {
  const byHope = Object.groupBy(failures, (error) => classifyFailure(error).failure);
  return hope.flatMap((kind) => byHope[kind] ?? [])[0];
}

/** By the business's rules: the agent by the call's address or profile, and fixed addresses. */
async function listRecipients(db: Db, call: CallRow): Promise<string[]> {
  const rules = await listNotificationRules(db, call.bid, 'agent_report');
  const addresses = new Set<string>();
  for (const rule of rules) {
    if (rule.channel !== 'email' && rule.channel !== 'both') continue;
    if (rule.recipient_type === 'custom_email' && rule.custom_email !== null) addresses.add(rule.custom_email);
    if (rule.recipient_type === 'agent_self') {
      const address = call.agent_email ?? (await findProfileEmail(db, call));
      if (address !== null) addresses.add(address);
    }
  }
  return [...addresses];
}

async function findProfileEmail(db: Db, call: CallRow): Promise<string | null> {
  if (call.agent_id === null) return null;
  const profile = await findAgentProfile(db, call.bid, call.agent_id);
  return profile?.email ?? null;
}

async function composeReport({ db, dashboardUrl }: DeliverReportDeps, call: CallRow): Promise<CoachingReport> {
  const [found, business] = await Promise.all([findAnalysis(db, call), getBusiness(db, call.bid)]);
  if (found === undefined) throw new StageError('permanent', 'no_analysis', 'the call has no analysis');
  const { analysis, row } = found;
  return buildCoachingReport({
    callid: call.callid,
    businessName: business.business_name,
    agentName: call.agent_name,
    customerPhone: call.customer_phone,
    startedAt: call.call_starttime,
    timeZone: business.time_zone,
    durationSeconds: call.duration_seconds,
    qualityScore: analysis.quality_score,
    parameters: analysis.parameters,
    bant: analysis.bant,
    coachingSuggestions: analysis.coaching_suggestions,
    flags: analysis.flags,
    summary: analysis.summary,
    metrics: row.conversation_metrics,
    recordUrl: dashboardUrl === undefined ? null : recordUrl(dashboardUrl, call),
  });
}

function recordUrl(dashboardUrl: string, { bid, callid }: CallRow): string {
  return `${dashboardUrl.replace(/\/+$/, '')}/calls/${bid}/${encodeURIComponent(callid)}`;
}

/**
 * The record is written before the message is handed over and after. What a lost worker may or may not have sent is never
 * sent again by itself: it becomes a dead letter, and replaying that is a person's decision.
 */
async function sendOnce(
  { db, mailer }: DeliverReportDeps,
  call: CallRow,
  recipient: string,
  report: CoachingReport,
  { signal }: WorkContext,
): Promise<void> {
  const key: NotificationKey = {
    bid: call.bid,
    callid: call.callid,
    notification_type: 'agent_report',
    channel: 'email',
    recipient,
  };
  const messageId = messageIdOf(key, mailer.domain);
  const permission = await inTransaction(db, (tx) => beginSending(tx, key, messageId));
  if (permission === 'sent') return;
  if (permission === 'uncertain') throw uncertain('an earlier attempt was lost while it handed the report over');
  try {
    const { response } = await mailer.send({
      to: recipient,
      ...report,
      messageId,
      headers: { 'X-CallScript-Report': `${call.bid}/${call.callid}` },
      signal,
    });
    await note(db, key, 'sent', response, signal);
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    await note(db, key, error.uncertain ? 'uncertain' : 'failed', error.message, signal);
    if (error.uncertain) throw uncertain(error.message, error);
    throw error;
  }
}

const noteRetryMs = 200;

/**
 * A database that is away is waited for while the lease holds: what stays unnoted counts as perhaps sent. Where another
 * worker has taken the call over, what that one noted stands.
 */
async function note(
  db: Db,
  key: NotificationKey,
  status: 'sent' | 'failed' | 'uncertain',
  response: string,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    try {
      await endSending(db, key, status, response);
      return;
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      await sleep(noteRetryMs, undefined, { signal });
    }
  }
}

function uncertain(why: string, cause?: Error): StageError {
  return new StageError('permanent', 'delivery_uncertain', `the report may have been delivered: ${why}`, { cause });
}

/** The same for every try, so that a server that sees a message twice can tell. */
function messageIdOf(key: NotificationKey, domain: string): string {
  const digest = createHash('sha256').update(Object.values(key).join('\n')).digest('hex');
  return `<${digest.slice(0, 40)}@${domain}>`;
}
