import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { imageParameter } from '../image/image-parameter.ts';
import { bastionName } from '../network/members-of.ts';
import { finding } from './finding.ts';

/** Logical ids leave hyphens out, so names that differ in nothing else would become one resource. */
export function checkNames({ services = {} }: Spec): readonly Finding[] {
  const found: Finding[] = [];
  const seen = new Map<string, string>();
  const take = (id: string, name: string, pointer: string) => {
    const other = seen.get(id);
    seen.set(id, name);
    if (other !== undefined)
      found.push(
        finding('NAMES_TOO_SIMILAR', pointer, `\`${name}\` and \`${other}\` would become one resource.`, 'Rename one of them.'),
      );
  };
  for (const [name, { sidecars = {} }] of Object.entries(services)) {
    const at = `/services/${name}`;
    if (name === bastionName)
      found.push(
        finding('NAME_RESERVED', at, `\`${name}\` means the bastion wherever services are named.`, 'Rename the service.'),
      );
    take(imageParameter({ service: name }), name, at);
    for (const sidecar of Object.keys(sidecars))
      take(imageParameter({ service: name, sidecar }), `${name}/${sidecar}`, `${at}/sidecars/${sidecar}`);
  }
  return found;
}
