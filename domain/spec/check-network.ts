import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { finding } from './finding.ts';
import { parseBlock } from './parse-block.ts';

/** Whether the block can be a VPC's, with room for every subnet of the grid. */
export function checkNetwork({ network }: Spec): readonly Finding[] {
  const cidr = network?.cidr;
  if (cidr === undefined) return [];
  const block = parseBlock(cidr);
  if (!block)
    return [
      finding(
        'CIDR_INVALID',
        '/network/cidr',
        `\`${cidr}\` is no network address.`,
        'Write it like 10.0.0.0/16, with no bits set behind the prefix.',
      ),
    ];
  const [first = 0, second = 0] = block.octets;
  const isPrivate = first === 10 || (first === 172 && second >= 16 && second <= 31) || (first === 192 && second === 168);
  if (!isPrivate || block.prefix < 16 || block.prefix > 24)
    return [
      finding(
        'CIDR_NOT_ALLOWED',
        '/network/cidr',
        `\`${cidr}\` is not a private block of /16 to /24.`,
        'Use a block of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.',
      ),
    ];
  return [];
}
