import { maxAttempts, type DeadLetterMessage } from '@callscript/contracts';
import {
  claimCall,
  fileDeadLetter,
  inTransaction,
  LeaseLostError,
  listDeadLetters,
  settleSuccess,
  type Claim,
  type Db,
} from '@callscript/db';
import type { Broker } from '@callscript/messaging';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { announce, settleFailedTry } from '../src/outcome.ts';
import { publishOwedDeadLetters, replayDeadLetter, returnExpiredClaims, stageRules } from '../src/index.ts';
import { effects, insertDueCalls, noteEffect, sweepDeps, type Pipeline } from './_support.ts';
import { pipelinePerFile } from './_pipelines.ts';

/**
 * Random lives of three calls at one stage, against the real database: each command does the same to a model of a few
 * lines, and after each the rows must be what the model says.
 */
const stage = 'analyze';
const callids = ['c-0', 'c-1', 'c-2'];

interface ModelCall {
  is: 'due' | 'leased' | 'done' | 'failed';
  attempts: number;
  /** Dead letters that were sent for it. */
  letters: number;
}

interface Model {
  calls: Map<string, ModelCall>;
}

class Real {
  readonly pipeline: Pipeline;
  /** Claims that count, by call. */
  readonly held = new Map<string, Claim>();
  /** Claims that were lost or settled. */
  readonly stale: Claim[] = [];
  readonly versions = new Map<string, number>();
  readonly broker: Broker;

  constructor(pipeline: Pipeline) {
    this.pipeline = pipeline;
    // Files what it is given at once: letters are what this test wants to see, permits it needs none of.
    this.broker = {
      publishPermit: () => Promise.resolve(),
      publishDeadLetter: async (letter: DeadLetterMessage, options: { messageId: string }) => {
        await fileDeadLetter(pipeline.db, options.messageId, letter);
      },
    } as unknown as Broker;
  }

  get db(): Db {
    return this.pipeline.db;
  }

  get deps() {
    return { ...sweepDeps(this.pipeline), broker: this.broker, retryBaseMs: 0 };
  }

  drop(callid: string): void {
    const claim = this.held.get(callid);
    if (claim !== undefined) this.stale.push(claim);
    this.held.delete(callid);
  }
}

async function succeed(real: Real, claim: Claim): Promise<void> {
  await inTransaction(real.db, async (tx) => {
    await noteEffect(tx, claim.call.callid, claim.owner);
    await settleSuccess(tx, claim, { state: 'analyzed', next: null });
  });
}

async function fail(real: Real, claim: Claim, failure: 'retryable' | 'permanent' | 'throttled'): Promise<void> {
  const what = { failure, code: 'x', message: 'x', retryAfterMs: 0 };
  const failed = { claim, stage, failure: what, workerId: claim.owner, durationMs: 1, retryBaseMs: 0 } as const;
  await announce(real.deps, await inTransaction(real.db, (tx) => settleFailedTry(tx, failed)));
}

function countFailure(call: ModelCall, failure: 'retryable' | 'permanent' | 'throttled'): void {
  if (failure !== 'throttled') call.attempts += 1;
  const isFinal = failure === 'permanent' || call.attempts === maxAttempts;
  call.is = isFinal ? 'failed' : 'due';
  if (isFinal) call.letters += 1;
}

/** What must hold after whatever happened. */
async function expectInvariants(model: Model, real: Real): Promise<void> {
  const rows = await real.pipeline.query(
    `SELECT callid, processing_state AS state, stage, attempts, version, lease_owner IS NOT NULL AS leased,
       next_attempt_at IS NOT NULL AS due, failed_stage, dead_lettered_at IS NOT NULL AS lettered FROM calls ORDER BY callid`,
  );
  const { due, working, failed } = stageRules[stage];
  const shapes = {
    due: { state: due, stage, leased: 0, due: 1, failed_stage: null, lettered: 0 },
    leased: { state: working, stage, leased: 1, due: 0, failed_stage: null, lettered: 0 },
    done: { state: 'analyzed', stage: null, leased: 0, due: 0, failed_stage: null, lettered: 0 },
    failed: { state: failed, stage: null, leased: 0, due: 0, failed_stage: stage, lettered: 1 },
  };
  expect(rows.map(({ version: _version, ...row }) => row)).toEqual(
    callids.map((callid) => {
      const call = model.calls.get(callid);
      return { callid, attempts: call?.attempts, ...shapes[call?.is ?? 'due'] };
    }),
  );
  for (const row of rows) {
    const callid = String(row['callid']);
    expect(Number(row['version'])).toBeGreaterThanOrEqual(real.versions.get(callid) ?? 0);
    real.versions.set(callid, Number(row['version']));
  }
  const done = [...model.calls].filter(([, call]) => call.is === 'done').map(([callid]) => callid);
  expect((await effects(real.pipeline)).map(({ callid }) => callid).sort()).toEqual(done.sort());
  const letters = await listDeadLetters(real.db, { limit: 1_000 });
  for (const [callid, call] of model.calls) {
    expect(letters.filter((letter) => letter.callid === callid)).toHaveLength(call.letters);
  }
}

type Command = fc.AsyncCommand<Model, Real>;

function command(
  name: string,
  check: (model: Model) => boolean,
  run: (model: Model, real: Real) => Promise<void>,
): Command {
  return {
    check: (model) => check(model),
    async run(model, real) {
      await run(model, real);
      await expectInvariants(model, real);
    },
    toString: () => name,
  };
}

const some = (model: Model, is: ModelCall['is']): boolean => [...model.calls.values()].some((call) => call.is === is);

/** The nth of the claims that count, with its call in the model. */
function pick(model: Model, real: Real, n: number): { claim: Claim; call: ModelCall } {
  const claim = [...real.held.values()][n % real.held.size];
  const call = claim && model.calls.get(claim.call.callid);
  if (claim === undefined || call === undefined) throw new Error('the model and the claims disagree');
  return { claim, call };
}

const claimOne = (order: 'newest' | 'oldest'): Command =>
  command(
    `claim ${order}`,
    () => true,
    async (model, real) => {
      const claim = await inTransaction(real.db, (tx) =>
        claimCall(tx, { stage, owner: 'worker', leaseMs: 60_000, order, rules: () => stageRules[stage] }),
      );
      // c-0 is the newest.
      const due = callids.filter((callid) => model.calls.get(callid)?.is === 'due');
      const expected = order === 'newest' ? due[0] : due.at(-1);
      expect(claim?.call.callid).toBe(expected);
      const call = model.calls.get(expected ?? '');
      if (claim === undefined || call === undefined) return;
      expect(claim.attempt).toBe(call.attempts + 1);
      call.is = 'leased';
      real.held.set(claim.call.callid, claim);
    },
  );

const succeedOne = (n: number): Command =>
  command(
    `succeed ${n}`,
    (model) => some(model, 'leased'),
    async (model, real) => {
      const { claim, call } = pick(model, real, n);
      await succeed(real, claim);
      real.drop(claim.call.callid);
      Object.assign(call, { is: 'done', attempts: 0 });
    },
  );

const failOne = (n: number, failure: 'retryable' | 'permanent' | 'throttled'): Command =>
  command(
    `fail ${n} ${failure}`,
    (model) => some(model, 'leased'),
    async (model, real) => {
      const { claim, call } = pick(model, real, n);
      await fail(real, claim, failure);
      real.drop(claim.call.callid);
      countFailure(call, failure);
    },
  );

const loseOne = (n: number): Command =>
  command(
    `lose ${n}`,
    (model) => some(model, 'leased'),
    async (model, real) => {
      const { claim, call } = pick(model, real, n);
      await real.pipeline.query('UPDATE calls SET lease_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND WHERE id = ?', [
        claim.call.id,
      ]);
      expect(await returnExpiredClaims(real.deps)).toBe(1);
      real.drop(claim.call.callid);
      countFailure(call, 'retryable');
    },
  );

const settleLate = (n: number, as: 'success' | 'retryable' | 'permanent' | 'throttled'): Command =>
  command(
    `late ${as} ${n}`,
    () => true,
    async (_model, real) => {
      const claim = real.stale[n % real.stale.length];
      if (claim === undefined) return;
      const late = as === 'success' ? succeed(real, claim) : fail(real, claim, as);
      await expect(late).rejects.toThrow(LeaseLostError);
    },
  );

const replayOne = (n: number): Command =>
  command(
    `replay ${n}`,
    () => true,
    async (model, real) => {
      const letters = await listDeadLetters(real.db, { limit: 1_000 });
      const letter = letters[n % letters.length];
      if (letter === undefined) return;
      const call = model.calls.get(letter.callid ?? '');
      const { kind } = await replayDeadLetter(real.deps, { id: letter.id, by: 'ops' });
      if (letter.status !== 'open') return expect(kind).toBe('not_open');
      expect(kind).toBe('replayed');
      Object.assign(call ?? {}, { is: 'due', attempts: 0 });
    },
  );

const sweepOwed = (): Command =>
  command(
    'sweep for owed letters',
    () => true,
    async (_model, real) => {
      expect(await publishOwedDeadLetters(real.deps)).toBe(0);
    },
  );

const commands = fc.commands(
  [
    fc.constantFrom('newest' as const, 'oldest' as const).map(claimOne),
    fc.constantFrom('newest' as const, 'oldest' as const).map(claimOne),
    fc.nat(2).map(succeedOne),
    fc
      .tuple(fc.nat(2), fc.constantFrom('retryable' as const, 'permanent' as const, 'throttled' as const))
      .map(([n, failure]) => failOne(n, failure)),
    fc.nat(2).map((n) => failOne(n, 'retryable')),
    fc.nat(2).map(loseOne),
    fc
      .tuple(
        fc.nat(20),
        fc.constantFrom('success' as const, 'retryable' as const, 'permanent' as const, 'throttled' as const),
      )
      .map(([n, as]) => settleLate(n, as)),
    fc.nat(20).map(replayOne),
    fc.constant(null).map(sweepOwed),
  ],
  { maxCommands: 40, size: 'max' },
);

const pipeline = pipelinePerFile();

test('a call is what its history made it, whatever happens to it in whatever order', async () => {
  const lives = fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      for (const table of ['calls', 'sys_logs', 'dead_letters', 'pcaa_processing_log']) {
        await pipeline.query(`DELETE FROM ${table}`);
      }
      await insertDueCalls(pipeline, stage, callids.length);
      const model: Model = {
        calls: new Map(callids.map((callid) => [callid, { is: 'due', attempts: 0, letters: 0 }])),
      };
      await fc.asyncModelRun(() => ({ model, real: new Real(pipeline) }), sequence);
    }),
    { numRuns: 25 },
  );
  await expect(lives).resolves.toBeUndefined();
}, 120_000);
