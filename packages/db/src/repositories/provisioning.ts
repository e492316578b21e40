import { bidSchema, type Vertical } from '@callscript/contracts';
import { eq, isNotNull, sql } from 'drizzle-orm';
import type { Db } from '../client.ts';
import { inTransaction } from '../transaction.ts';
import { businessAgentConfig, businesses, businessPipelineConfig, notificationConfig } from '../schema/businesses.ts';
import { utcNow } from '../sql.ts';

/**
 * Gives an activated business its defaults and views. Every step may be repeated: what a person has changed since stays
 * as it is, and a provisioning that broke off is finished by the next call.
 */
export async function provisionBusiness(
  db: Db,
  bid: string,
  options: { vertical?: Vertical | undefined } = {},
): Promise<void> {
  // It becomes part of identifiers, which cannot be parameters; its alphabet has nothing that could end a quoted name.
  bidSchema.parse(bid);
  await inTransaction(db, async (tx) => {
    const keep = { set: { bid } };
    await tx
      .insert(businessPipelineConfig)
      .values({ bid, vertical: options.vertical ?? 'general' })
      .onDuplicateKeyUpdate(keep);
    await tx
      .insert(businessAgentConfig)
      .values({ bid, agent_type: 'quality_analyzer', settings: {} })
      .onDuplicateKeyUpdate(keep);
    await tx
      .insert(notificationConfig)
      .values([
        { bid, notification_type: 'agent_report', channel: 'email', recipient_type: 'agent_self' },
        { bid, notification_type: 'supervisor_digest', channel: 'email', recipient_type: 'supervisor' },
      ])
      .onDuplicateKeyUpdate(keep);
    await tx.execute(sql`
      INSERT IGNORE INTO quality_parameters
        (bid, parameter_key, parameter_name, description, max_score, weight, sort_order)
      SELECT ${bid}, t.parameter_key, t.parameter_name, t.description, t.max_score, t.weight, t.sort_order
      FROM quality_parameters t JOIN businesses b ON b.bid = ${bid} AND t.template = b.business_type`);
  });
  await createBusinessViews(db, bid);
  await db.update(businesses).set({ provisioned_at: utcNow }).where(eq(businesses.bid, bid));
}

/** The plan's names of tables and columns, one set per business, for dashboards; suffix to SELECT list and source. */
const views = {
  raw_calls: `c.*, c.processing_state AS transcription_status, c.recording_url AS filename,
    c.agent_phone AS agent_callinfo FROM calls c`,
  sarvamresponse: `c.bid, c.callid, c.transcript, c.speaker_segments, c.language, c.stt_provider, c.model,
    c.audio_seconds, c.created_at FROM transcripts c`,
  callanalytics: `c.* FROM call_analytics c`,
  bant_analysis: `c.* FROM bant_analysis c`,
} as const;

/** A view lists the columns of the day it was made: after a migration all are made again. */
export async function recreateAllViews(db: Db): Promise<void> {
  const provisioned = await db
    .select({ bid: businesses.bid })
    .from(businesses)
    .where(isNotNull(businesses.provisioned_at))
    .orderBy(businesses.bid);
  for (const { bid } of provisioned) await createBusinessViews(db, bid);
}

/** DDL commits by itself, so it stands outside the transaction above. */
async function createBusinessViews(db: Db, bid: string): Promise<void> {
  for (const [suffix, source] of Object.entries(views)) {
    await db.execute(sql.raw(`CREATE OR REPLACE VIEW \`${bid}_${suffix}\` AS SELECT ${source} WHERE c.bid = '${bid}'`));
  }
}
