import type { Channel, ChannelModel } from 'amqplib';
import { settleWithin } from './waiting.ts';

const closeTimeoutMs = 2000;

/** A failed declaration or check closes its channel, so such work gets a channel on which nothing else depends. */
export async function withChannel<T>(connection: ChannelModel, use: (channel: Channel) => Promise<T>): Promise<T> {
  const channel = await connection.createChannel();
  // The failed call rejects with the same error; without a listener the event would end the process.
  channel.on('error', () => {});
  try {
    return await use(channel);
  } finally {
    await settleWithin(closeChannel(channel), closeTimeoutMs);
  }
}

/** Rejects, rather than throws, on a channel that is closed. May never settle: bound it. */
export async function closeChannel(channel: Channel): Promise<void> {
  await channel.close();
}
