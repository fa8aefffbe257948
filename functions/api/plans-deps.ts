import type { ControlPlane } from '../../blueprint/render-input.ts';
import type { Bucket } from '../../cloud/bucket.ts';
import type { MachineImages } from '../../cloud/machine-images.ts';
import type { Network } from '../../cloud/network.ts';
import type { Offers } from '../../cloud/offers.ts';
import type { Parents } from '../../cloud/parents.ts';
import type { Quotas } from '../../cloud/quotas.ts';
import type { Table } from '../../cloud/table.ts';
import type { Deployment } from '../../domain/spec/deployment.ts';

/** What the use cases of Plans ask. They write nothing, and their role could not. */
export interface PlansDeps {
  readonly table: Table;
  readonly bucket: Bucket;
  readonly network: Network;
  readonly machineImages: MachineImages;
  readonly quotas: Quotas;
  readonly offers: Offers;
  readonly parents: Parents;
  readonly deployment: Deployment;
  readonly controlPlane: ControlPlane;
  /** Principals that may change every environment, as patterns. */
  readonly admins: readonly string[];
  readonly log: (line: object) => void;
}
