import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { CallRecord, Segment, Speaker } from '@callscript/contracts';
import { saveTranscript, type CallRow } from '@callscript/db';
import { waitFor } from '@callscript/devstack/testing';
import { createBroker } from '@callscript/messaging';
import { buildPermit } from '@callscript/pipeline';
import { insertCall, silent, startServiceProcess, untilCall } from '@callscript/pipeline/testing';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApi, supervisor, type TestApi } from './_api.ts';
import { addBusiness } from './_data.ts';

let api: TestApi;
let mails: string[];
let resources: AsyncDisposableStack;

beforeAll(async () => {
  await using stack = new AsyncDisposableStack();
  api = stack.use(await startTestApi());
  await addBusiness(api.database, '6004');
  const inbox = stack.use(await startInbox());
  mails = inbox.mails;
  const environment = { DATABASE_URL: api.databaseUrl, BROKER_URL: api.brokerUrl, SMTP_URL: inbox.url };
  for (const app of ['analysis', 'notification']) {
    const main = fileURLToPath(new URL(`../../${app}/src/main.ts`, import.meta.url));
    stack.use(await startServiceProcess(main, environment));
  }
  resources = stack.move();
});
afterAll(() => resources.disposeAsync());

/** Counts mails by their recipient. */
async function startInbox() {
  const received: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, { envelope }, done) {
      stream.resume().once('end', () => {
        received.push(...envelope.rcptTo.map(({ address }) => address));
        done();
      });
    },
  });
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return {
    mails: received,
    url: `smtp://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(resolve)),
  };
}

/** Words at three a second, and a second between the two. */
function say(speaker: Speaker, start: number, text: string): Segment {
  const words = text.split(' ').map((word, i) => ({ word, start: start + i / 3, end: start + (i + 1) / 3 }));
  return { speaker, start, end: words.at(-1)?.end ?? start, text, words };
}

/** A call whose speakers recognition took for each other, due for its first analysis. */
async function addMistakenCall(agentEmail: string): Promise<CallRow> {
  const call = await insertCall(api, {
    bid: '6004',
    agent_name: 'Kevin Cole',
    agent_email: agentEmail,
    processing_state: 'transcribed',
    stage: 'analyze',
    next_attempt_at: new Date('2026-03-11T12:40:00Z'),
  });
  const segments = [
    say('customer', 0, 'hello this is kevin from family health i guarantee you will be approved for this plan'),
    say('agent', 7, 'okay how much is it'),
  ];
  await saveTranscript(api.database.db, {
    bid: '6004',
    callid: call.callid,
    transcript: segments.map(({ text }) => text).join('\n'),
    speaker_segments: segments,
    speaker_roles: { source: 'content', confidence: 0.81 },
    stt_provider: 'parakeet',
    model: 'demo',
    audio_seconds: 10,
    processing_meta: {},
  });
  return call;
}

const path = ({ callid }: CallRow) => `/call-records/6004/${callid}`;
const read = async (call: CallRow) => (await api.get(path(call), { as: supervisor })).body as CallRecord;
const swap = async (call: CallRow) => await api.post(`${path(call)}/speakers`, { swap: true }, { as: supervisor });

/** Waits until the call has been through analysis and notification so often. */
async function untilNotified(call: CallRow, times: number): Promise<CallRecord> {
  await untilCall(api, call, ({ processing_state, stage }) => processing_state === 'notified' && stage === null);
  return await waitFor(async () => {
    const record = await read(call);
    const notified = record.history.filter(({ stage, status }) => stage === 'notified' && status === 'success');
    return notified.length === times && record;
  });
}

const derived = ({ verdict, quality_score, transcript, analysis, metrics }: CallRecord) => ({
  verdict,
  quality_score,
  segments: transcript?.segments,
  analysis,
  metrics,
});

async function publishAnalysis(call: CallRow): Promise<void> {
  await using broker = createBroker({ url: api.brokerUrl, connectionName: 'test', logger: silent });
  await broker.whenReady(AbortSignal.timeout(20_000));
  await broker.publishPermit('analyze', buildPermit('analyze', call));
}

describe('a swap of the speakers', () => {
  test('derives flags, scores and figures anew, and restores them when it is done again, with one mail in all', async () => {
    const call = await addMistakenCall('kevin@example.com');
    await publishAnalysis(call);
    const mistaken = await untilNotified(call, 1);
    expect(mistaken.verdict).toBe('safe');
    expect(mails).toEqual(['kevin@example.com']);

    expect((await swap(call)).status).toBe(202);
    const right = await untilNotified(call, 2);
    expect(right.verdict).toBe('flagged');
    expect(right.analysis?.flags.map(({ rule, speaker }) => [rule, speaker])).toContainEqual([
      'guaranteed-outcome',
      'agent',
    ]);
    expect(right.quality_score).not.toBe(mistaken.quality_score);
    expect(right.metrics).toMatchObject({
      agent: mistaken.metrics?.customer ?? {},
      customer: mistaken.metrics?.agent ?? {},
      first_greeting_seconds: 0,
    });
    expect(right.transcript?.roles).toEqual({ source: 'person', confidence: 1 });

    expect((await swap(call)).status).toBe(202);
    const restored = await untilNotified(call, 3);
    expect(derived(restored)).toEqual(derived(mistaken));
    expect(mails).toEqual(['kevin@example.com']);
  });
});
