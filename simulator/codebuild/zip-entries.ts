import { Buffer } from 'node:buffer';
import { unzipSync } from 'fflate';

export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Unix's mode, where the zip was made by a program that writes one. */
  readonly mode: number | undefined;
}

/** In the order of the central directory, which alone says what is a symlink (APPNOTE.TXT 4.4.15). Throws when it is no zip. */
export function zipEntries(zip: Uint8Array): readonly ZipEntry[] {
  const contents = unzipSync(zip);
  const view = Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = view.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error('no end of central directory');
  const found: ZipEntry[] = [];
  let at = view.readUInt32LE(end + 16);
  for (let left = view.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => view.readUInt16LE(at + offset));
    const name = view.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    const isUnix = view.readUInt8(at + 5) === 3;
    const mode = isUnix ? view.readUInt32LE(at + 38) >>> 16 : undefined;
    found.push({ name, bytes: contents[name] ?? new Uint8Array(), mode });
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return found;
}
