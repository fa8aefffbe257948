/** Every class has its place from the start, so adding a class or a zone never moves a subnet. Never reorder, never remove. */
const places = { public: 0, nat: 1, endpoints: 2, spare: 3 } as const;

export type SubnetClass = keyof typeof places;

const zonesPerClass = 4;
/** Four classes of four zones: sixteen equal parts, four bits. */
const gridBits = 4;
/** AWS's limits: a VPC block is /16 at most, a subnet /28 at least. */
const largestBlock = 16;
const smallestSubnet = 28;

/** The subnet's block: a function of the VPC's block, the class and the zone (from 0), and of nothing else. */
export function subnetCidr(block: string, subnetClass: SubnetClass, zone: number): string {
  const { base, prefix } = parse(block);
  if (!Number.isInteger(zone) || zone < 0 || zone >= zonesPerClass) {
    throw new RangeError(`zone ${zone}: a class has place for zones 0 to ${zonesPerClass - 1}`);
  }
  const length = prefix + gridBits;
  if (prefix < largestBlock || length > smallestSubnet) {
    throw new RangeError(`${block}: a VPC block is between /${largestBlock} and /${smallestSubnet - gridBits}`);
  }
  const address = base + (places[subnetClass] * zonesPerClass + zone) * 2 ** (32 - length);
  return `${dotted(address)}/${length}`;
}

function parse(block: string): { base: number; prefix: number } {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(block);
  if (!match) throw new RangeError(`${block} is not an IPv4 block`);
  const numbers = match.slice(1).map(Number);
  const prefix = numbers.pop() ?? 0;
  const address = numbers.reduce((sum, part) => sum * 256 + part, 0);
  if (numbers.some((part) => part > 255) || prefix > 32) throw new RangeError(`${block} is not an IPv4 block`);
  return { base: address - (address % 2 ** (32 - prefix)), prefix };
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
