import type { Uploads } from '../../cloud/uploads.ts';
import { toFindings } from '../../domain/spec/to-findings.ts';
import type { CreateUpload, Upload } from '../../schemas/gen/api.types.ts';
import { validateCreateUpload } from '../../schemas/gen/validators.js';
import { Problem } from './problem.ts';
import type { Use } from './use-case.ts';

export interface UploaderDeps {
  readonly uploads: Uploads;
  readonly log: (line: object) => void;
}

/** Writes nothing: whoever asks twice gets two addresses for one object, whose content both fix. */
export const createUpload: Use<UploaderDeps> = async ({ body }, { uploads }) => {
  if (!validateCreateUpload(body)) {
    const findings = toFindings(validateCreateUpload.errors ?? [], ['sha256', 'bytes']);
    throw new Problem(
      400,
      'BODY_REFUSED',
      'The body is { "sha256": "<64 hexadecimal digits>", "bytes": n }, of a zip of at most 500 MB.',
      { findings },
    );
  }
  const { sha256, bytes } = body as CreateUpload;
  const address = await uploads.sign(`uploads/${sha256}.zip`, sha256, bytes);
  return { status: 201, body: { upload: `sha256:${sha256}`, ...address } satisfies Upload };
};
