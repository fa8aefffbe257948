import { logicalId } from '../logical-id.ts';

/** What a repository of the environment is called in the registry's template; its outputs begin with it. */
export const repositoryId = (repository: string): string => `Repository${logicalId(repository)}`;
