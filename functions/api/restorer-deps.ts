import type { Bucket } from '../../cloud/bucket.ts';
import type { Images } from '../../cloud/images.ts';
import type { Table } from '../../cloud/table.ts';
import type { Templates } from '../../cloud/templates.ts';

/** What the use case of Restorer asks. */
export interface RestorerDeps {
  readonly table: Table;
  readonly bucket: Bucket;
  readonly templates: Templates;
  readonly images: Images;
  readonly now: () => number;
  readonly log: (line: object) => void;
}
