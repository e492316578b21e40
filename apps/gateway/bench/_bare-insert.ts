// Single-row inserts of a call, each its own durable commit, over a pool of connections.
import { randomUUID } from 'node:crypto';
import mysql from 'mysql2/promise';
import { measure, type Timing } from './_measure.ts';

process.once('message', (timing) => void run(timing as Timing));
process.send?.('ready');

async function run(timing: Timing): Promise<void> {
  const pool = mysql.createPool({ uri: process.env['DATABASE_URL'] ?? '', connectionLimit: 32, timezone: 'Z' });
  const id = randomUUID();
  let made = 0;
  const start = new Date('2026-03-11T12:33:40Z');
  const end = new Date('2026-03-11T12:50:36Z');
  const figures = await measure(timing, async () => {
    const callid = `${id}-${++made}`;
    const now = new Date();
    await pool.query(
      `INSERT INTO calls (bid, callid, source, agent_id, agent_name, agent_email, agent_phone, customer_phone, call_starttime,
         call_endtime, duration_seconds, call_status, direction, group_name, recording_url, processing_state, stage,
         next_attempt_at, correlation_id, webhook_received_at) VALUES (?)`,
      [
        [
          'bare',
          callid,
          'mcube',
          'emp_123',
          'Asha Example',
          'asha@example.com',
          '+12025550101',
          '+12025550102',
          start,
          end,
          1016,
          'ANSWER',
          'outbound',
          'Presales Team',
          `https://recordings.example.com/2026/03/11/${callid}.wav`,
          'queued',
          'transcribe',
          now,
          randomUUID(),
          now,
        ],
      ],
    );
    return true;
  });
  await pool.end();
  process.send?.(figures);
  process.disconnect();
}
