import { and, asc, eq } from 'drizzle-orm';
import type { Executor } from '../client.ts';
import {
  agentProfiles,
  businessAgentConfig,
  businesses,
  businessPipelineConfig,
  notificationConfig,
  qualityParameters,
  type BusinessPipelineConfigRow,
} from '../schema/businesses.ts';
import { utcNow } from '../sql.ts';

/** Thrown for a call whose business has no configuration: its provisioning has to be finished first. */
export class BusinessNotProvisionedError extends Error {
  readonly code = 'business_not_provisioned';
  readonly failure = 'retryable';
  constructor(bid: string) {
    super(`business ${bid} is not provisioned`);
  }
}

/** Undefined while the business is not provisioned. */
export async function findPipelineConfig(db: Executor, bid: string): Promise<BusinessPipelineConfigRow | undefined> {
  const [row] = await db.select().from(businessPipelineConfig).where(eq(businessPipelineConfig.bid, bid));
  return row;
}

/** @throws BusinessNotProvisionedError */
export async function getPipelineConfig(db: Executor, bid: string): Promise<BusinessPipelineConfigRow> {
  const row = await findPipelineConfig(db, bid);
  if (row === undefined) throw new BusinessNotProvisionedError(bid);
  return row;
}

type PipelineSettings = Partial<Omit<BusinessPipelineConfigRow, 'bid' | 'created_at' | 'updated_at'>>;

/** @throws BusinessNotProvisionedError */
export async function updatePipelineConfig(db: Executor, bid: string, settings: PipelineSettings): Promise<void> {
  const [result] = await db
    .update(businessPipelineConfig)
    .set({ ...settings, updated_at: utcNow })
    .where(eq(businessPipelineConfig.bid, bid));
  if (result.affectedRows === 0) throw new BusinessNotProvisionedError(bid);
}

/** @throws BusinessNotProvisionedError */
export async function getBusiness(db: Executor, bid: string) {
  const [row] = await db.select().from(businesses).where(eq(businesses.bid, bid));
  if (row === undefined) throw new BusinessNotProvisionedError(bid);
  return row;
}

export async function listBusinesses(db: Executor) {
  return await db
    .select({ business: businesses, config: businessPipelineConfig })
    .from(businesses)
    .innerJoin(businessPipelineConfig, eq(businessPipelineConfig.bid, businesses.bid));
}

/** The enabled scorecard of a business, in order. */
export async function listQualityParameters(db: Executor, bid: string) {
  return await db
    .select()
    .from(qualityParameters)
    .where(and(eq(qualityParameters.bid, bid), eq(qualityParameters.enabled, true)))
    .orderBy(asc(qualityParameters.sort_order));
}

/** Which judge a business asks for; null leaves it to the service. */
export async function findJudgeChoice(db: Executor, bid: string): Promise<'rules' | 'bedrock' | null> {
  const [row] = await db
    .select({ judge: businessAgentConfig.judge })
    .from(businessAgentConfig)
    .where(and(eq(businessAgentConfig.bid, bid), eq(businessAgentConfig.agent_type, 'quality_analyzer')));
  return row?.judge ?? null;
}

/** Where reports about calls go: enabled rules of one type. */
export async function listNotificationRules(db: Executor, bid: string, type: 'agent_report' | 'supervisor_digest') {
  return await db
    .select()
    .from(notificationConfig)
    .where(
      and(
        eq(notificationConfig.bid, bid),
        eq(notificationConfig.notification_type, type),
        eq(notificationConfig.enabled, true),
      ),
    );
}

export async function findAgentProfile(db: Executor, bid: string, agentId: string) {
  const [row] = await db
    .select()
    .from(agentProfiles)
    .where(and(eq(agentProfiles.bid, bid), eq(agentProfiles.agent_id, agentId)));
  return row;
}
