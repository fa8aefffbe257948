import { applySpec } from './apply-spec.ts';
import type { Use } from './use-case.ts';

export const putEnvironment: Use = (request, deps) => applySpec(request.parameters.name ?? '', request.body, request, deps);
