// The smallest ELF file that the dynamic linker takes for a shared library: one segment, and a dynamic section that
// names the libraries it needs. It holds no code.

const headerBytes = 64;
const programHeaderBytes = 56;
const dynamicBytes = 16;
const loadable = 1;
const dynamic = 2;
const readable = 4;
const tags = { end: 0, needed: 1, hash: 4, strings: 5, symbols: 6, stringsSize: 10, symbolSize: 11 };

export function buildSharedLibrary(needed: readonly string[]): Buffer {
  const strings = Buffer.from(`\0${needed.map((name) => `${name}\0`).join('')}`);
  const dynamicAt = headerBytes + 2 * programHeaderBytes;
  const dynamicLength = (needed.length + 6) * dynamicBytes;
  const symbolsAt = dynamicAt + dynamicLength;
  const hashAt = symbolsAt + 24;
  const stringsAt = hashAt + 20;
  const file = Buffer.alloc(stringsAt + strings.length);

  file.write('\x7fELF\x02\x01\x01', 'latin1');
  file.writeUInt16LE(3, 16); // a shared object
  file.writeUInt16LE(62, 18); // x86-64
  file.writeUInt32LE(1, 20);
  file.writeBigUInt64LE(BigInt(headerBytes), 32);
  file.writeUInt16LE(headerBytes, 52);
  file.writeUInt16LE(programHeaderBytes, 54);
  file.writeUInt16LE(2, 56);
  writeProgramHeader(file, headerBytes, { type: loadable, start: 0, length: file.length, alignment: 0x1000 });
  writeProgramHeader(file, headerBytes + programHeaderBytes, {
    type: dynamic,
    start: dynamicAt,
    length: dynamicLength,
    alignment: 8,
  });

  let nameAt = 1;
  const entries: [number, number][] = needed.map((name) => {
    const entry: [number, number] = [tags.needed, nameAt];
    nameAt += name.length + 1;
    return entry;
  });
  entries.push(
    [tags.hash, hashAt],
    [tags.strings, stringsAt],
    [tags.symbols, symbolsAt],
    [tags.stringsSize, strings.length],
    [tags.symbolSize, 24],
    [tags.end, 0],
  );
  entries.forEach(([tag, value], i) => {
    file.writeBigUInt64LE(BigInt(tag), dynamicAt + i * dynamicBytes);
    file.writeBigUInt64LE(BigInt(value), dynamicAt + i * dynamicBytes + 8);
  });
  // A hash table of one bucket and one symbol, both empty.
  file.writeUInt32LE(1, hashAt);
  file.writeUInt32LE(1, hashAt + 4);
  strings.copy(file, stringsAt);
  return file;
}

function writeProgramHeader(
  file: Buffer,
  at: number,
  { type, start, length, alignment }: { type: number; start: number; length: number; alignment: number },
): void {
  file.writeUInt32LE(type, at);
  file.writeUInt32LE(readable, at + 4);
  for (const [offset, value] of [start, start, start, length, length, alignment].entries()) {
    file.writeBigUInt64LE(BigInt(value), at + 8 + offset * 8);
  }
}
