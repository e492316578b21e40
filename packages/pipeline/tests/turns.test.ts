import type { SttProvider, Stage } from '@callscript/contracts';
import {
  claimCall,
  fileDeadLetter,
  inTransaction,
  listDeadLetters,
  listHistory,
  provisionBusiness,
  updatePipelineConfig,
} from '@callscript/db';
import type { Broker } from '@callscript/messaging';
import { beforeEach, describe, expect, test } from 'vitest';
import { announce, settleFailedTry, type Announcement } from '../src/outcome.ts';
import { replayDeadLetter, returnExpiredClaims, type Failure } from '../src/index.ts';
import { rulesFor } from '../src/stage-rules.ts';
import { bid, getCall, insertDueCalls, sweepDeps } from './_support.ts';
import { pipelinePerFile } from './_pipelines.ts';

const pipeline = pipelinePerFile();

beforeEach(async () => {
  await pipeline.query("INSERT IGNORE INTO businesses (bid, business_name) VALUES (?, 'Acme')", [bid]);
  await provisionBusiness(pipeline.db, bid);
  for (const table of ['dead_letters', 'pcaa_processing_log']) await pipeline.query(`DELETE FROM ${table}`);
});

async function choose(first: SttProvider, ...fallbacks: SttProvider[]): Promise<void> {
  await updatePipelineConfig(pipeline.db, bid, { stt_provider: first, stt_fallbacks: fallbacks });
}

const permanent = { failure: 'permanent', code: 'too_long', message: 'longer than two hours' } as const;
const retryable = { failure: 'retryable', code: 'unavailable', message: 'answered 503' } as const;

async function fail(stage: Stage, failure: Failure): Promise<Announcement> {
  return await inTransaction(pipeline.db, async (tx) => {
    await tx.execute('UPDATE calls SET next_attempt_at = UTC_TIMESTAMP(3) WHERE stage IS NOT NULL');
    const rules = (due: { storage_path: string | null }) => rulesFor(stage, due);
    const claim = await claimCall(tx, { stage, owner: 'w', leaseMs: 60_000, order: 'newest', rules });
    if (claim === undefined) throw new Error(`nothing is due at ${stage}`);
    return await settleFailedTry(tx, { claim, stage, failure, workerId: 'w', durationMs: 1, retryBaseMs: 0 });
  });
}

/** A call with its recording in the vault. */
async function insertSecuredCall(stage: 'transcribe' | 'recognize'): Promise<void> {
  await insertDueCalls(pipeline, 'recognize', 1);
  await pipeline.query('UPDATE calls SET stage = ?', [stage]);
}

const letters: Pick<Broker, 'publishPermit' | 'publishDeadLetter'> = {
  publishPermit: () => Promise.resolve(),
  publishDeadLetter: async (letter, options) => {
    await fileDeadLetter(pipeline.db, options?.messageId ?? '', letter);
  },
};

describe('a turn that fails for good', () => {
  test('passes to the next provider, with fresh attempts and a clean row', async () => {
    await choose('parakeet', 'deepgram');
    await insertSecuredCall('recognize');
    await fail('recognize', retryable);
    const announcement = await fail('recognize', permanent);

    expect(announcement).toMatchObject({ kind: 'permit', stage: 'transcribe', delayMs: 0, passedTo: 'deepgram' });
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({
      processing_state: 'queued',
      stage: 'transcribe',
      stt_provider: 'deepgram',
      attempts: 0,
      lease_owner: null,
      failed_stage: null,
      error_class: null,
      first_failed_at: null,
    });
    const history = await listHistory(pipeline.db, { bid, callid: 'c-0' });
    expect(history.at(-1)).toMatchObject({
      stage: 'transcribing',
      status: 'failed',
      error_message: 'too_long: longer than two hours; deepgram is next',
    });
  });

  test('passes on when its attempts are spent, not before', async () => {
    await choose('deepgram', 'parakeet');
    await insertSecuredCall('transcribe');
    expect(await fail('transcribe', retryable)).not.toHaveProperty('passedTo');
    expect(await fail('transcribe', retryable)).not.toHaveProperty('passedTo');
    expect(await fail('transcribe', retryable)).toMatchObject({ stage: 'recognize', passedTo: 'parakeet' });
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({ stage: 'recognize', stt_provider: 'parakeet' });
  });

  test('passes on when its workers were lost', async () => {
    await choose('parakeet', 'deepgram');
    await insertSecuredCall('recognize');
    await pipeline.query('UPDATE calls SET attempts = 2');
    await inTransaction(pipeline.db, async (tx) => {
      const rules = (due: { storage_path: string | null }) => rulesFor('recognize', due);
      await claimCall(tx, { stage: 'recognize', owner: 'doomed', leaseMs: -1, order: 'newest', rules });
    });
    expect(await returnExpiredClaims(sweepDeps(pipeline))).toBe(1);
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({ stage: 'transcribe', stt_provider: 'deepgram' });
  });

  test('goes through all providers, and the last one’s failure is the call’s', async () => {
    await choose('sarvam', 'deepgram', 'sarvam', 'parakeet');
    await insertSecuredCall('transcribe');
    expect(await fail('transcribe', permanent)).toMatchObject({ passedTo: 'deepgram' });
    expect(await fail('transcribe', permanent)).toMatchObject({ passedTo: 'parakeet' });
    expect(await fail('recognize', permanent)).toMatchObject({ kind: 'dead_letter' });
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({
      processing_state: 'failed_stt',
      failed_stage: 'recognize',
      error_class: 'too_long',
    });
  });
});

test.each(['7', '["deepgramm", null, "sarvam"]', '{}', 'null'])(
  'fallbacks that somebody wrote as %s name those that exist',
  async (json) => {
    await choose('parakeet');
    await pipeline.query('UPDATE business_pipeline_config SET stt_fallbacks = ?', [json]);
    await insertSecuredCall('recognize');
    const next = json.includes('sarvam') ? { passedTo: 'sarvam' } : { kind: 'dead_letter' };
    expect(await fail('recognize', permanent)).toMatchObject(next);
  },
);

describe('a failure that says so', () => {
  test('passes the turn at once, although it would not cost an attempt', async () => {
    await choose('sarvam', 'deepgram');
    await insertSecuredCall('transcribe');
    const open = { ...retryable, failure: 'throttled', code: 'circuit_open', alternative: 'at_once' } as const;
    expect(await fail('transcribe', open)).toMatchObject({ passedTo: 'deepgram' });
    expect(await fail('transcribe', { ...open, retryAfterMs: 5_000 })).toMatchObject({
      kind: 'permit',
      stage: 'transcribe',
      delayMs: 5_000,
    });
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({ stt_provider: 'deepgram', attempts: 0 });
  });

  test('ends the call where no provider could help', async () => {
    await choose('parakeet', 'deepgram');
    await insertSecuredCall('recognize');
    expect(await fail('recognize', { ...permanent, code: 'not_audio', alternative: 'never' })).toMatchObject({
      kind: 'dead_letter',
    });
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({ processing_state: 'failed_stt', stt_provider: null });
  });
});

describe('a stage without turns', () => {
  test('fails as ever: a recording that cannot be fetched is nobody’s turn', async () => {
    await choose('parakeet', 'deepgram');
    await insertDueCalls(pipeline, 'transcribe', 1);
    expect(await fail('transcribe', permanent)).toMatchObject({ kind: 'dead_letter' });
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({ failed_stage: 'transcribe', stt_provider: null });
  });

  test('fails as ever when its business has no configuration', async () => {
    await insertSecuredCall('recognize');
    await pipeline.query('DELETE FROM business_pipeline_config');
    expect(await fail('recognize', permanent)).toMatchObject({ kind: 'dead_letter' });
  });
});

describe('a replayed dead letter', () => {
  test('starts at the first provider again', async () => {
    await choose('sarvam', 'parakeet');
    await insertSecuredCall('transcribe');
    await fail('transcribe', permanent);
    const deps = { ...sweepDeps(pipeline), broker: letters as Broker };
    await announce(deps, await fail('recognize', permanent));
    const [letter] = await listDeadLetters(pipeline.db, { limit: 1 });

    expect(await replayDeadLetter(deps, { id: letter?.id ?? 0, by: 'ops' })).toMatchObject({
      kind: 'replayed',
      stage: 'transcribe',
    });
    expect(await getCall(pipeline.db, 'c-0')).toMatchObject({
      processing_state: 'queued',
      stage: 'transcribe',
      stt_provider: null,
      attempts: 0,
    });
  });
});

test('a call is transcribing while a hosted provider works on it, and queued while its recording is fetched', async () => {
  const states: string[] = [];
  for (const stage of ['transcribe', 'recognize'] as const) {
    await pipeline.query('DELETE FROM calls');
    await insertDueCalls(pipeline, stage, 1);
    await pipeline.query("UPDATE calls SET stage = 'transcribe'");
    await inTransaction(pipeline.db, async (tx) => {
      const rules = (due: { storage_path: string | null }) => rulesFor('transcribe', due);
      const claim = await claimCall(tx, { stage: 'transcribe', owner: 'w', leaseMs: 1_000, order: 'newest', rules });
      states.push(String(claim?.call.processing_state));
    });
  }
  expect(states).toEqual(['queued', 'transcribing']);
  const history = await listHistory(pipeline.db, { bid, callid: 'c-0' });
  expect(history.map(({ stage }) => stage)).toEqual(['securing', 'transcribing']);
});
