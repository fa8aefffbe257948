import { describe, expect, test } from 'vitest';
import { ask, makeWorld } from '../ecs/container-world.ts';

const vpcs = { ServiceCode: 'vpc', QuotaCode: 'L-F678F1CE' };
const error = (name: string) => expect.objectContaining({ name });

describe('GetServiceQuota', () => {
  test('answers what this account may have, which EC2 then keeps to', () => {
    const region = makeWorld();
    expect(ask(region, 'ServiceQuotas', 'GetServiceQuota', vpcs).Quota).toMatchObject({ QuotaName: 'VPCs per Region', Value: 5 });
    region.setKnob('ec2.vpc-quota', 9);
    expect(ask(region, 'ServiceQuotas', 'GetServiceQuota', vpcs).Quota).toMatchObject({ Value: 9, Adjustable: true });
  });
  test('is NoSuchResourceException for what the service has no quota of, or where only the default is known', () => {
    const region = makeWorld();
    for (const other of [{ ServiceCode: 'ec2' }, { QuotaCode: 'L-00000000' }])
      expect(() => ask(region, 'ServiceQuotas', 'GetServiceQuota', { ...vpcs, ...other })).toThrow(
        error('NoSuchResourceException'),
      );
    region.setKnob('serviceQuotas.onlyDefaults', true);
    expect(() => ask(region, 'ServiceQuotas', 'GetServiceQuota', vpcs)).toThrow(error('NoSuchResourceException'));
  });
  test('is AccessDeniedException where nobody may ask', () => {
    const region = makeWorld();
    region.setKnob('serviceQuotas.denied', true);
    expect(() => ask(region, 'ServiceQuotas', 'GetServiceQuota', vpcs)).toThrow(error('AccessDeniedException'));
  });
});
