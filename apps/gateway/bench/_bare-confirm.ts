// Publishes the permit of a call with confirms on one channel of amqplib.
import { randomUUID } from 'node:crypto';
import { queueName, workExchange } from '@callscript/messaging';
import { connect } from 'amqplib';
import { measure, type Timing } from './_measure.ts';

process.once('message', (timing) => void run(timing as Timing));
process.send?.('ready');

async function run(timing: Timing): Promise<void> {
  const connection = await connect(process.env['BROKER_URL'] ?? '', { noDelay: true });
  const channel = await connection.createConfirmChannel();
  const queue = queueName('archive');
  const figures = await measure(timing, () => {
    const id = randomUUID();
    const body = {
      bid: 'bare',
      callid: id,
      recording_url: `https://recordings.example.com/2026/03/11/${id}.wav`,
      duration_seconds: 1016,
      agent_name: 'Asha Example',
      agent_email: 'asha@example.com',
      attempt: 1,
      queued_at: new Date().toISOString(),
    };
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const options = {
      persistent: true,
      mandatory: true,
      messageId: id,
      correlationId: id,
      contentType: 'application/json',
    };
    channel.publish(workExchange, queue, Buffer.from(JSON.stringify(body)), options, (error: unknown) =>
      resolve(!error),
    );
    return promise;
  });
  await channel.purgeQueue(queue);
  await connection.close();
  process.send?.(figures);
  process.disconnect();
}
