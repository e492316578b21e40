/** A well-formed recording of silence: 16 bits, 8 kHz. */
export function silentWav(seconds: number, channels = 1): Buffer {
  const bytesPerSecond = 16_000 * channels;
  const dataBytes = Math.round(seconds * bytesPerSecond);
  const file = Buffer.alloc(44 + dataBytes);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + dataBytes, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(channels, 22);
  file.writeUInt32LE(8_000, 24);
  file.writeUInt32LE(bytesPerSecond, 28);
  file.writeUInt16LE(2 * channels, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(dataBytes, 40);
  return file;
}
