const headerBytes = 44;
const uint32Max = 0xffff_ffff;

/** The header of a mono 8 kHz 16-bit WAV file of the given size. A size beyond the format's 4 GiB says "4 GiB". */
export function silentWavHeader(fileBytes: number): Buffer {
  const sampleRateHz = 8000;
  const header = Buffer.alloc(headerBytes);
  header.write('RIFF', 0);
  header.writeUInt32LE(clamp(fileBytes - 8), 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(sampleRateHz * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(clamp(fileBytes - headerBytes), 40);
  return header;
}

function clamp(bytes: number): number {
  return Math.max(0, Math.min(bytes, uint32Max));
}
