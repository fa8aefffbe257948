import { createHash } from 'node:crypto';
import type { Upload } from '../schemas/gen/api.types.ts';
import { exitCode } from './exit-code.ts';
import type { Io } from './io.ts';
import type { Client } from './make-client.ts';
import { Stop } from './stop.ts';
import { zipFolder } from './zip-folder.ts';

const mostBytes = 500_000_000;
const tries = 3;

/** Zips a folder, sends it to where the service says, and answers what a build calls it by. */
export const sendContext = async (build: string, folder: string, client: Client, io: Io): Promise<string> => {
  const entries = await io.readFolder(folder).catch((error: unknown) => {
    throw refused(`${folder} cannot be read: ${error instanceof Error ? error.message : error}`, error);
  });
  if (entries.length === 0) throw refused(`${folder} is empty: there is nothing to build ${build} of.`);
  const zip = zipFolder(entries);
  if (zip.length > mostBytes) throw refused(`${folder} is ${sizeOf(zip.length)} zipped; an upload has at most 500 MB.`);
  const sha256 = createHash('sha256').update(zip).digest('hex');
  const { body } = await client.send({ method: 'POST', path: '/uploads', body: JSON.stringify({ sha256, bytes: zip.length }) });
  const { upload, url, headers } = body as Upload;
  await put(url, headers, zip, io);
  io.stdout.write(`${build}: ${entries.length} files of ${folder} sent, ${sizeOf(zip.length)}, ${upload.slice(0, 19)}\n`);
  return upload;
};

const put = async (url: string, headers: Readonly<Record<string, string>>, zip: Uint8Array, io: Io): Promise<void> => {
  // The length is the body's own, and fetch writes it itself.
  const { 'content-length': _, ...signed } = headers;
  for (let attempt = 1; ; attempt += 1) {
    const said = await io.fetch(url, { method: 'PUT', headers: signed, body: zip.slice().buffer, signal: io.interrupted }).then(
      async (response) => (response.ok ? undefined : { status: response.status, text: await response.text() }),
      (error: unknown) => {
        io.interrupted.throwIfAborted();
        return { status: 0, text: error instanceof Error ? error.message : String(error) };
      },
    );
    if (said === undefined) return;
    const { status, text } = said;
    if (attempt < tries && (status === 0 || status >= 500)) {
      await io.sleep(1000 * attempt);
      continue;
    }
    const why = /<Message>(.*?)<\/Message>/s.exec(text)?.[1] ?? text.slice(0, 200);
    throw new Stop(
      status === 0 || status >= 500 ? exitCode.unreachable : exitCode.refused,
      `S3 does not take it: ${status} ${why}`,
    );
  }
};

const sizeOf = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
const refused = (sentence: string, cause?: unknown): Stop => new Stop(exitCode.refused, sentence, { cause });
