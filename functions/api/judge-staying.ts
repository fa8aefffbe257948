import type { Environment } from '../../domain/operation/environment.ts';
import { checkStaying } from '../../domain/spec/check-owners.ts';
import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import type { ApiDeps, Request } from './use-case.ts';

/** Says so when an accepted spec would keep out whoever sends it. The first to send one is the creator, who stays in. */
export const judgeStaying = (
  environment: Environment | undefined,
  spec: Spec,
  { actor }: Request,
  { admins }: Pick<ApiDeps, 'admins'>,
): readonly Finding[] => checkStaying(spec, { actor, createdBy: environment?.createdBy ?? actor, admins });
