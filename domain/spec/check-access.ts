import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Service, Spec } from '../../schemas/gen/spec.types.ts';
import { bastionName } from '../network/members-of.ts';
import { finding } from './finding.ts';
import { parseBlock } from './parse-block.ts';

/** Whether everybody `allowFrom` names exists and could come. */
export function checkAccess(name: string, service: Service, spec: Spec): readonly Finding[] {
  const at = `/services/${name}`;
  const { allowFrom = [], port } = service;
  const found: Finding[] = [];
  if (allowFrom.length > 0 && port === undefined)
    found.push(
      finding(
        'PORT_MISSING',
        `${at}/port`,
        '`allowFrom` says who may connect to `port`, and there is none.',
        'Add the port the container listens on.',
      ),
    );
  return [...found, ...allowFrom.flatMap((source, index) => checkSource(`${at}/allowFrom/${index}`, source, service, spec))];
}

function checkSource(pointer: string, source: string, service: Service, spec: Spec): readonly Finding[] {
  if (source.includes('/')) return checkBlock(pointer, source, service, spec);
  if (source === bastionName)
    return spec.bastion ? [] : [finding('BASTION_MISSING', pointer, 'There is no bastion in this spec.', 'Add "bastion": true.')];
  if (Object.hasOwn(spec.services ?? {}, source)) return [];
  const remedy = 'Name a service of this spec, an IPv4 block, or `bastion`.';
  return [finding('ALLOW_FROM_UNKNOWN', pointer, `There is no service \`${source}\`.`, remedy)];
}

function checkBlock(pointer: string, source: string, service: Service, spec: Spec): readonly Finding[] {
  const block = parseBlock(source);
  if (!block)
    return [
      finding(
        'CIDR_INVALID',
        pointer,
        `\`${source}\` is no network address.`,
        'Write it like 203.0.113.0/24, with no bits set behind the prefix.',
      ),
    ];
  const own = parseBlock(spec.network?.cidr ?? '10.0.0.0/16');
  const reaches = own === undefined || (block.first <= own.last && own.first <= block.last);
  return reaches || (service.egress ?? spec.egress ?? 'nat') === 'public'
    ? []
    : [
        finding(
          'ALLOW_FROM_UNREACHABLE',
          pointer,
          `Tasks without public addresses are only reached from inside ${spec.network?.cidr ?? '10.0.0.0/16'}, and ${source} is outside.`,
          'Use egress public for this service, or leave the block out.',
        ),
      ];
}
