import type { ContainerImage } from './container-image.ts';

export interface EcrState {
  repositories: Record<string, Repository>;
}

export interface Repository {
  name: string;
  arn: string;
  uri: string;
  registryId: string;
  createdAt: number;
  mutability: string;
  exclusionFilters: { filterType: string; filter: string }[];
  scanOnPush: boolean;
  encryption: { encryptionType: string; kmsKey?: string };
  lifecyclePolicy: string | null;
  tags: Record<string, string>;
  images: Record<string, StoredImage>;
}

export interface StoredImage {
  digest: string;
  manifest: string;
  mediaType: string;
  tags: string[];
  pushedAt: number;
  size: number;
  /** What a container does; null for an index, whose content is its children's. */
  content: ContainerImage | null;
}
