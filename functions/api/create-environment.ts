import { toFindings } from '../../domain/spec/to-findings.ts';
import type { CreateEnvironment } from '../../schemas/gen/api.types.ts';
import { validateCreateEnvironment } from '../../schemas/gen/validators.js';
import { applySpec } from './apply-spec.ts';
import { Problem } from './problem.ts';
import type { Use } from './use-case.ts';

export const createEnvironment: Use = (request, deps) => {
  if (!validateCreateEnvironment(request.body)) {
    const findings = toFindings(validateCreateEnvironment.errors ?? [], ['name', 'spec']);
    throw new Problem(400, 'BODY_REFUSED', 'The body is { "name": …, "spec": … }.', { findings });
  }
  const { name, spec } = request.body as CreateEnvironment;
  return applySpec(name, spec, { ...request, headers: { ...request.headers, 'if-none-match': '*' } }, deps, {
    pointerPrefix: '/spec',
  });
};
