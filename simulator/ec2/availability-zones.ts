import type { AvailabilityZone } from '@aws-sdk/client-ec2';

type Zone = AvailabilityZone & { ZoneName: string; ZoneId: string };

/** Zone ids carry the region shortened: eu-west-1 → euw1, ap-southeast-2 → apse2, us-gov-west-1 → usgw1. */
export function availabilityZones(region: string): readonly Zone[] {
  const parts = region.split('-');
  const [area = '', ...rest] = parts;
  const digit = parts.at(-1) ?? '';
  const place = rest.slice(0, -1).map((word) => initials[word] ?? word.slice(0, 1));
  const short = `${area}${place.join('')}${digit}`;
  return ['a', 'b', 'c'].map((letter, at) => ({
    OptInStatus: 'opt-in-not-required',
    State: 'available',
    RegionName: region,
    ZoneName: `${region}${letter}`,
    ZoneId: `${short}-az${at + 1}`,
    GroupName: `${region}-zg-1`,
    NetworkBorderGroup: region,
    ZoneType: 'availability-zone',
    Messages: [],
  }));
}

const initials: Readonly<Record<string, string>> = {
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
  gov: 'g',
};
