import type { ChannelModel } from 'amqplib';
import { messageOf, replyCode, TopologyMismatchError } from './errors.ts';
import { withChannel } from './throwaway-channel.ts';
import { topology } from './topology.ts';

/**
 * Declares every exchange, queue and binding. Declaring what exists changes nothing.
 * @throws TopologyMismatchError when something exists with other properties.
 */
export async function declareTopology(connection: ChannelModel): Promise<void> {
  await withChannel(connection, async (channel) => {
    for (const { name, type } of topology.exchanges) {
      await named(`exchange ${name}`, channel.assertExchange(name, type, { durable: true }));
    }
    for (const queue of topology.queues) {
      const declared = channel.assertQueue(queue.name, { durable: true, arguments: queue.arguments });
      await named(`queue ${queue.name}`, declared);
      await channel.bindQueue(queue.name, queue.exchange, queue.routingKey);
    }
  });
}

async function named(object: string, declared: Promise<unknown>): Promise<void> {
  try {
    await declared;
  } catch (error) {
    if (replyCode(error) !== 406) throw error;
    throw new TopologyMismatchError(object, { cause: error, detail: messageOf(error) });
  }
}
