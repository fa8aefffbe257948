import { place } from './place.ts';

/** An ARN of the place; of a service without regions, in the region ''. */
export const arn = (service: string, resource: string, region: string = place.region) =>
  `arn:${place.partition}:${service}:${region}:${place.account}:${resource}`;
