import { logicalId } from '../logical-id.ts';
import type { ImageUse } from './image-job.ts';

/** The services stack's parameter that takes a container's image. */
export function imageParameter({ service, sidecar }: ImageUse): string {
  return `${logicalId(service)}${sidecar === undefined ? '' : `Sidecar${logicalId(sidecar)}`}Image`;
}
