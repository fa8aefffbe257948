import type { StackRequest } from '../../domain/stack-request/stack-request.ts';
import type { ProviderDeps } from './provider-deps.ts';

/** Where a person finds all of it. */
export const linkOf = ({ operation, environment = '' }: StackRequest, { apiUrl }: Pick<ProviderDeps, 'apiUrl'>) =>
  `${apiUrl}${operation === undefined ? `/environments/${environment}` : `/operations/${operation}`}`;
