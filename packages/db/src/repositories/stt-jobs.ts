import type { SttProvider } from '@callscript/contracts';
import { and, eq, gte } from 'drizzle-orm';
import type { Executor, Transaction } from '../client.ts';
import { sttJobs } from '../schema/calls.ts';
import { utcNow, utcNowPlusMs } from '../sql.ts';

/** A job of a hosted provider for a call. */
export interface SttJob {
  bid: string;
  callid: string;
  provider: SttProvider;
}

/** The id of the job that the provider was given for the call within the last `youngerThanMs`. */
export async function findSttJob(db: Executor, job: SttJob, youngerThanMs: number): Promise<string | undefined> {
  const [row] = await db
    .select({ id: sttJobs.job_id })
    .from(sttJobs)
    .where(and(isJob(job), gte(sttJobs.created_at, utcNowPlusMs(-youngerThanMs))));
  return row?.id;
}

/** Takes the place of an earlier job of the provider for the call. */
export async function saveSttJob(db: Executor, { bid, callid, provider }: SttJob, id: string): Promise<void> {
  await db
    .insert(sttJobs)
    .values({ bid, callid, provider, job_id: id, created_at: utcNow })
    .onDuplicateKeyUpdate({ set: { job_id: id, created_at: utcNow } });
}

/** The next try gives the provider a new job. */
export async function forgetSttJob(db: Executor, job: SttJob): Promise<void> {
  await db.delete(sttJobs).where(isJob(job));
}

/** For the transaction that stores the call's transcript: nobody needs its jobs any more. */
export async function forgetSttJobs(tx: Transaction, { bid, callid }: Omit<SttJob, 'provider'>): Promise<void> {
  await tx.delete(sttJobs).where(and(eq(sttJobs.bid, bid), eq(sttJobs.callid, callid)));
}

function isJob({ bid, callid, provider }: SttJob) {
  return and(eq(sttJobs.bid, bid), eq(sttJobs.callid, callid), eq(sttJobs.provider, provider));
}
