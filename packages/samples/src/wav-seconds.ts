/** Length of a WAV file in seconds, from its `fmt ` and `data` chunks. */
export function wavSeconds(file: Buffer): number {
  let bytesPerSecond: number | undefined;
  for (let at = 12; at + 8 <= file.length;) {
    const id = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    if (id === 'fmt ') bytesPerSecond = file.readUInt32LE(at + 16);
    if (id === 'data' && bytesPerSecond) return size / bytesPerSecond;
    // Chunks begin at even offsets.
    at += 8 + size + (size % 2);
  }
  throw new Error('not a WAV file with a fmt and a data chunk');
}
