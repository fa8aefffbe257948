import type { Egress } from '../../schemas/gen/spec.types.ts';
import { logicalId } from '../logical-id.ts';
import type { EffectiveSpec } from '../spec/effective-spec.ts';
import { bastionNeeds, type Need, needsOf } from './needs-of.ts';

/** Who lives in the network: a service's tasks, or the bastion. */
export interface Member {
  readonly name: string;
  /** Its security group's logical id. */
  readonly group: string;
  readonly stem: string;
  readonly egress: Egress;
  readonly needs: readonly Need[];
  readonly port?: number;
  readonly allowFrom: readonly string[];
  /** Calls nobody for now, because the network it lives in sleeps. */
  readonly asleep: boolean;
}

/** No service may have this name. */
export const bastionName = 'bastion';

/** The members a spec declares, by name. */
export function membersOf(spec: EffectiveSpec): readonly Member[] {
  const asleep = spec.paused === 'withNetwork';
  const services = Object.entries(spec.services)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, service]): Member => {
      const { egress, allowFrom, port } = service;
      const needs = needsOf(name, service);
      return { ...idsOf(name), egress, needs, allowFrom, asleep, ...(port === undefined ? {} : { port }) };
    });
  if (!spec.bastion) return services;
  return [...services, { ...idsOf(bastionName), egress: spec.bastion.egress, needs: bastionNeeds, allowFrom: [], asleep }];
}

function idsOf(name: string) {
  const stem = logicalId(name);
  return { name, stem, group: `${stem}SecurityGroup` };
}
