import type { Offer } from '../../domain/spec/offer.ts';
import { place } from './place.ts';

/** What the operator of the judged control plane offers to everybody. Other things are offered by their tag, or to nobody. */
export const offers: readonly Offer[] = [
  { actions: ['s3:GetObject', 's3:PutObject'], resources: ['arn:aws:s3:::acme-data/*'] },
  { actions: ['s3:GetObject', 's3:GetObjectVersion'], resources: ['arn:aws:s3:::acme-sources/*'] },
  { actions: ['sqs:SendMessage'], resources: [`arn:aws:sqs:${place.region}:${place.account}:orders`] },
];
