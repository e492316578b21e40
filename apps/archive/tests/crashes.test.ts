import { listHistory } from '@callscript/db';
import { waitFor } from '@callscript/devstack/testing';
import { returnExpiredClaims } from '@callscript/pipeline';
import { getCall, silent, untilLetter } from '@callscript/pipeline/testing';
import type { ObjectStore } from '@callscript/storage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { archiveCall } from '../src/archive-call.ts';
import { exportCall } from '../src/export-call.ts';
import {
  bid,
  countHotRows,
  createWorld,
  getManifest,
  insertNotifiedCall,
  listObjects,
  publishPermit,
  readExport,
  segments,
  startProcess,
  startWorker,
  startWorkerWith,
  untilArchived,
  type World,
} from './_support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

describe('archiving', () => {
  test('that is killed between the export and the manifest is done again, into the same object', async () => {
    const call = await insertNotifiedCall(world);
    // Somebody else's open row for the same call holds the worker up when it wants to write the manifest.
    const blocker = await world.database.pool.getConnection();
    await blocker.query('START TRANSACTION');
    await blocker.query('INSERT INTO pcaa_archive_manifest SET ?', [
      {
        bid,
        callid: call.callid,
        archive_path: 'none',
        archive_sha256: 'none',
        original_call_date: call.call_starttime,
        archive_size_bytes: 0,
      },
    ]);
    const key = `${bid}/2025/03/${call.callid}.json.gz`;
    {
      await using worker = await startProcess('archive', world, { LEASE_MS: '1000' });
      await publishPermit(world, call);
      await waitFor(() => world.archive.head(key), { message: 'no export was written' });
      await worker.kill();
    }
    await blocker.query('ROLLBACK');
    blocker.release();
    expect(await countHotRows(world, call)).toMatchObject({ transcripts: 1 });
    const written = await world.archive.getBuffer(key, { maxBytes: 1_000_000 });

    await using _ = await startWorker(world);
    const { db } = world.database;
    const sweepDeps = { db, broker: world.broker, workerId: 'sweep', retryBaseMs: 1, logger: silent };
    await waitFor(() => returnExpiredClaims(sweepDeps), { message: 'the lease did not run out' });
    await untilArchived(world, call);

    expect(await listObjects(world)).toEqual([key]);
    expect((await readExport(world, call)).bytes).toEqual(written);
  });

  test('leaves the hot tier as it is while the export does not read back as it was written', async () => {
    const call = await insertNotifiedCall(world);
    const hotRows: Record<string, number>[] = [];
    const damaging: ObjectStore = Object.assign(Object.create(world.archive) as ObjectStore, {
      url: (key: string) => world.archive.url(key),
      put: world.archive.put.bind(world.archive),
      async getBuffer(key: string, options: { maxBytes: number }) {
        const bytes = await world.archive.getBuffer(key, options);
        hotRows.push(await countHotRows(world, call));
        if (hotRows.length < 3) bytes[20] = (bytes[20] ?? 0) ^ 1;
        return bytes;
      },
    });
    await using _ = await startWorkerWith(world, damaging);
    await publishPermit(world, call);

    await untilArchived(world, call);

    // As the second and the third try found it.
    expect(hotRows).toEqual([1, 2, 3].map(() => ({ transcripts: 1, bant_analysis: 1, call_analytics: 1 })));
    const history = await listHistory(world.database.db, call);
    const failures = history.filter(({ status }) => status === 'failed');
    expect(failures).toMatchObject([1, 2].map((attempt) => ({ stage: 'archived', attempt })));
    expect(failures[0]?.error_message).toContain('export_damaged');
  });

  test('ends as a dead letter with the hot tier whole when the export never reads back', async () => {
    const forgetful = Object.assign(Object.create(world.archive) as ObjectStore, {
      put: world.archive.put.bind(world.archive),
      async getBuffer(key: string, options: { maxBytes: number }) {
        await world.archive.delete(key);
        return await world.archive.getBuffer(key, options);
      },
    });
    await using _ = await startWorkerWith(world, forgetful);
    const call = await insertNotifiedCall(world);
    await publishPermit(world, call);

    expect(await untilLetter(world, call)).toMatchObject({ failure: 'exhausted', error_class: 'object_not_found' });
    expect(await getCall(world, call)).toMatchObject({ processing_state: 'notified', stage: null });
    expect(await countHotRows(world, call)).toEqual({ transcripts: 1, bant_analysis: 1, call_analytics: 1 });
  });

  test('by a worker that wakes up after its successor harms neither the export nor its checksum', async () => {
    const call = await insertNotifiedCall(world);
    const { db } = world.database;
    const early = await exportCall(db, call);
    await using _ = await startWorker(world);
    await publishPermit(world, call);
    await untilArchived(world, call);
    const manifest = await getManifest(world, call);

    // The late worker had read the call and not yet written it; or it had not even read it.
    await world.archive.put(world.archive.keyOf(manifest.archive_path), early);
    const late = archiveCall({ db, archive: world.archive, vault: world.vault });
    const context = { signal: AbortSignal.timeout(10_000), logger: silent };
    await expect(late.work(call, context)).rejects.toMatchObject({ code: 'already_archived' });

    const { bytes, archived } = await readExport(world, call);
    expect(bytes).toEqual(early);
    expect(bytes.length).toBe(manifest.archive_size_bytes);
    expect(archived.transcript?.segments).toEqual(segments);
  });
});
