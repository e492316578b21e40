import { createHmac } from 'node:crypto';

/** A call.completed as Mcube sends it; every number names another call. */
export function sampleCall(bid: string, callid: string): object {
  return {
    event: 'call.completed',
    bid,
    callid,
    agent_name: 'Asha Example',
    agent_id: 'emp_123',
    agent_email: 'asha@example.com',
    agent_phone: '+12025550101',
    customer_phone: '+12025550102',
    call_starttime: '2026-03-11T12:33:40Z',
    call_endtime: '2026-03-11T12:50:36Z',
    duration_seconds: 1016,
    call_status: 'ANSWER',
    direction: 'outbound',
    recording_url: `https://recordings.example.com/2026/03/11/${callid}.wav`,
    group_name: 'Presales Team',
  };
}

/** The whole HTTP request, signed. */
export function signedRequest(target: { host: string; path: string; secret: string }, body: string): Buffer {
  const signature = createHmac('sha256', target.secret).update(body).digest('hex');
  return Buffer.from(
    `POST ${target.path} HTTP/1.1\r\nhost: ${target.host}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nx-mcube-signature: sha256=${signature}\r\n\r\n${body}`,
  );
}
