import { decodeRecording } from '../src/index.ts';

/** All samples of a short recording, for tests and benches. */
export async function decodeWhole(file: string): Promise<{ channels: Float32Array[]; sampleRateHz: number }> {
  await using recording = await decodeRecording(file);
  const channels = recording.channels.map((channel) => channel.slice(0, channel.length));
  return { channels, sampleRateHz: recording.sampleRateHz };
}
