import { type Bucket, makeBucket } from '../cloud/bucket.ts';
import { type Builds, makeBuilds } from '../cloud/builds.ts';
import { type Bus, makeBus } from '../cloud/bus.ts';
import { type Images, makeImages } from '../cloud/images.ts';
import { type Logs, makeLogs } from '../cloud/logs.ts';
import { type MachineImages, makeMachineImages } from '../cloud/machine-images.ts';
import { makeNames, type Names } from '../cloud/names.ts';
import { makeNetwork, type Network } from '../cloud/network.ts';
import { makeOffers, type Offers } from '../cloud/offers.ts';
import { makeParents, type Parents } from '../cloud/parents.ts';
import { makeQuotas, type Quotas } from '../cloud/quotas.ts';
import { makeResponses, type Responses } from '../cloud/responses.ts';
import { makeServices, type Services } from '../cloud/services.ts';
import { makeStacks, type Stacks } from '../cloud/stacks.ts';
import { makeTable, type Table } from '../cloud/table.ts';
import { makeTemplates, type Templates } from '../cloud/templates.ts';
import { makeUploads, type Uploads } from '../cloud/uploads.ts';
import { makeWorkflow, type Workflow } from '../cloud/workflow.ts';
import type { World } from './world.ts';

// One maker per capability, as function declarations: a bundle keeps only what its function calls. As constants or one
// object every bundle carries every client (526 → 949 kB, measured).

export function table(world: World): Table {
  return makeTable(world.connect, world.setting('TABLE'));
}
export function stacks(world: World): Stacks {
  const roleArn = world.optional('STACK_ROLE_ARN');
  return makeStacks(world.connect, {
    bucket: world.setting('BUCKET'),
    region: world.setting('AWS_REGION'),
    ...(roleArn ? { roleArn } : {}),
  });
}
export function templates(world: World): Templates {
  return makeTemplates(world.connect);
}
export function builds(world: World): Builds {
  return makeBuilds(world.connect, { X86_64: world.setting('BUILDER_X86_64'), ARM64: world.setting('BUILDER_ARM64') });
}
export function images(world: World): Images {
  return makeImages(world.connect);
}
export function services(world: World): Services {
  return makeServices(world.connect);
}
export function network(world: World): Network {
  return makeNetwork(world.connect);
}
export function machineImages(world: World): MachineImages {
  return makeMachineImages(world.connect);
}
export function quotas(world: World): Quotas {
  return makeQuotas(world.connect, world.setting('ACCOUNT'));
}
export function offers(world: World): Offers {
  return makeOffers(world.connect);
}
export function names(world: World): Names {
  return makeNames(world.connect);
}
export function workflow(world: World): Workflow {
  return makeWorkflow(world.connect, { deploy: world.setting('DEPLOY_MACHINE'), teardown: world.setting('TEARDOWN_MACHINE') });
}
export function bucket(world: World): Bucket {
  return makeBucket(world.connect, world.setting('BUCKET'));
}
export function uploads(world: World): Uploads {
  const endpoint = world.optional('UPLOADS_ENDPOINT');
  return makeUploads(world.connect, world.setting('BUCKET'), { now: world.now, ...(endpoint ? { endpoint } : {}) });
}
export function logs(world: World): Logs {
  return makeLogs(world.connect);
}
export function bus(world: World): Bus {
  return makeBus(world.connect, world.setting('BUS'));
}
export function parents(world: World): Parents {
  return makeParents(world.connect);
}
export function responses(world: World): Responses {
  return makeResponses(world.send, world.pause);
}
