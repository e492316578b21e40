import { createHash } from 'node:crypto';
import { findAnalysis, updatePipelineConfig } from '@callscript/db';
import { getCall, untilLetter } from '@callscript/pipeline/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  analysis,
  bid,
  countHotRows,
  createWorld,
  getManifest,
  insertNotifiedCall,
  listObjects,
  metrics,
  publishPermit,
  readExport,
  segments,
  startProcess,
  startWorker,
  untilArchived,
  type World,
} from './_support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a call past its hot retention', () => {
  test('is exported whole, noted in the manifest, and leaves only its summary behind', async () => {
    await using services = new AsyncDisposableStack();
    services.use(await startWorker(world));
    services.use(await startProcess('orchestrator', world, { SWEEP_INTERVAL_MS: '100' }));
    const call = await insertNotifiedCall(world, { stage: null, next_attempt_at: null });

    expect(await untilArchived(world, call)).toMatchObject({ stage: null, attempts: 0, lease_owner: null });

    const { bytes, archived } = await readExport(world, call);
    expect(await getManifest(world, call)).toMatchObject({
      archive_path: `${world.archiveUrl}/${bid}/2025/03/${call.callid}.json.gz`,
      archive_sha256: sha256(bytes),
      archive_size_bytes: bytes.length,
      audio_path: null,
      original_call_date: call.call_starttime,
    });
    expect(archived).toMatchObject({
      version: 1,
      call: { bid, callid: call.callid, agent_name: 'Richa Verma', call_starttime: '2025-03-11T12:33:00.000Z' },
      transcript: {
        text: 'good morning नमस्ते',
        segments,
        roles: { source: 'content', confidence: 0.93 },
        corrections: [],
        redactions: [{ kind: 'phone', speaker: 'customer', start: 2, end: 2.5 }],
        recognition: { provider: 'parakeet', audio_seconds: 60, compute_seconds: 1.5, device: 'cpu', truncated: false },
        raw_transcript: 'v1.sealed',
      },
      analysis,
      metrics,
    });
    expect(JSON.stringify(archived.transcript)).not.toContain('secret-host');
    expect(archived.history.map(({ stage }) => stage)).toEqual(['analyzing']);
    expect(await countHotRows(world, call)).toEqual({ transcripts: 0, bant_analysis: 0, call_analytics: 1 });
    const [rows] = await world.database.pool.query(
      'SELECT archived, verdict, quality_score, summary, CAST(qa_flags AS CHAR) AS flags FROM call_analytics WHERE callid = ?',
      [call.callid],
    );
    expect(rows).toEqual([
      { archived: 1, verdict: 'flagged', quality_score: '72.50', summary: analysis.summary, flags: '[]' },
    ]);
  });

  test('is archived once, whatever permits come later', async () => {
    await using _ = await startWorker(world);
    const call = await insertNotifiedCall(world);
    await publishPermit(world, call);
    await untilArchived(world, call);
    const before = await getManifest(world, call);

    await publishPermit(world, call);
    const next = await insertNotifiedCall(world, { call_starttime: new Date('2024-01-01T00:00:00Z') });
    await publishPermit(world, next);
    await untilArchived(world, next);

    expect(await getManifest(world, call)).toEqual(before);
    expect((await readExport(world, call)).archived.transcript?.segments).toEqual(segments);
  });

  test('that was never notified or recognised is archived with what there is', async () => {
    await using _ = await startWorker(world);
    const call = await insertNotifiedCall(world, { processing_state: 'analyzed' });
    await world.database.pool.query('DELETE FROM transcripts WHERE callid = ?', [call.callid]);
    await publishPermit(world, call);
    await untilArchived(world, call);

    expect((await readExport(world, call)).archived).toMatchObject({
      transcript: null,
      analysis: { verdict: 'flagged' },
    });
  });

  test.each([
    ['2026-01-01T00:30:00+05:30', '2025/12'],
    ['2025-12-31T23:30:00-05:00', '2026/01'],
    ['2024-02-29T23:59:59.999Z', '2024/02'],
  ])('that began at %s lies under %s, by UTC', async (startedAt, folder) => {
    await using _ = await startWorker(world);
    const call = await insertNotifiedCall(world, { call_starttime: new Date(startedAt) });
    await publishPermit(world, call);
    await untilArchived(world, call);

    expect((await getManifest(world, call)).archive_path).toContain(`/${bid}/${folder}/${call.callid}.json.gz`);
  });

  test('has no say in where its export goes beyond its own name', async () => {
    await using _ = await startWorker(world);
    const odd = await insertNotifiedCall(world, { callid: 'a..b:c.json' });
    await publishPermit(world, odd);
    await untilArchived(world, odd);
    expect((await readExport(world, odd)).archived.call.callid).toBe('a..b:c.json');
    const before = await listObjects(world);

    // No door lets such ids in; the archive does not rely on it.
    for (const callid of ['../../6005/2025/03/theirs', '/etc/x', 'a/b', '.incoming', '..']) {
      const hostile = await insertNotifiedCall(world, { callid });
      await publishPermit(world, odd);
      expect(await untilLetter(world, hostile)).toMatchObject({ failure: 'permanent', error_class: 'unsafe_name' });
      expect(await getCall(world, hostile)).toMatchObject({ processing_state: 'notified', failed_stage: 'archive' });
    }
    expect(await listObjects(world)).toEqual(before);
  });
});

describe('archived audio', () => {
  beforeAll(() => updatePipelineConfig(world.database.db, bid, { archive_audio: true }));

  const recording = Buffer.from('RIFF....WAVE of a short call');
  const storedCall = async (bytes: Buffer, sha: string) => {
    const key = `${bid}/2025/03/${sha.slice(0, 8)}-${bytes.length}.wav`;
    await world.vault.put(key, bytes);
    return await insertNotifiedCall(world, { storage_path: world.vault.url(key), storage_sha256: sha });
  };

  test('is copied from the vault beside the export', async () => {
    await using _ = await startWorker(world);
    const call = await storedCall(recording, sha256(recording));
    await publishPermit(world, call);
    await untilArchived(world, call);

    const { audio_path } = await getManifest(world, call);
    const key = `${bid}/2025/03/${call.callid}.wav`;
    expect(audio_path).toBe(world.archive.url(key));
    expect(await world.archive.getBuffer(key, { maxBytes: 1_000 })).toEqual(recording);
  });

  test('that is not what the vault was given keeps the call hot', async () => {
    await using _ = await startWorker(world);
    const call = await storedCall(recording, sha256(Buffer.from('another')));
    await publishPermit(world, call);

    expect(await untilLetter(world, call)).toMatchObject({ failure: 'exhausted', error_class: 'audio_damaged' });
    expect(await countHotRows(world, call)).toEqual({ transcripts: 1, bant_analysis: 1, call_analytics: 1 });
    expect((await findAnalysis(world.database.db, call))?.row.archived).toBe(false);
    expect(await listObjects(world)).not.toContain(`${bid}/2025/03/${call.callid}.wav`);
  });

  test('that was lost keeps the call hot, too', async () => {
    await using _ = await startWorker(world);
    const call = await insertNotifiedCall(world, { storage_path: world.vault.url(`${bid}/2025/03/lost.wav`) });
    await publishPermit(world, call);

    expect(await untilLetter(world, call)).toMatchObject({ failure: 'exhausted', error_class: 'object_not_found' });
    expect(await countHotRows(world, call)).toMatchObject({ transcripts: 1 });
  });

  test('is not asked for a call that never had any', async () => {
    await using _ = await startWorker(world);
    const call = await insertNotifiedCall(world);
    await publishPermit(world, call);
    await untilArchived(world, call);

    expect((await getManifest(world, call)).audio_path).toBeNull();
  });
});
