import type { ImageJob } from '../../domain/image/image-job.ts';
import { imageParameter } from '../../domain/image/image-parameter.ts';
import { discoveredServices } from '../../domain/network/discovered-services.ts';
import type { PlannedService } from '../../domain/operation/operation.ts';
import { containersOf } from '../../domain/spec/containers-of.ts';
import type { EffectiveSpec } from '../../domain/spec/effective-spec.ts';
import { tasksOf } from '../../domain/spec/tasks-of.ts';

/** What later steps have to know of each service. */
export function plannedServices(environment: string, spec: EffectiveSpec, jobs: readonly ImageJob[]): readonly PlannedService[] {
  const discovered = discoveredServices(spec);
  return Object.entries(spec.services).map(([name, service]) => ({
    name,
    desiredCount: tasksOf(spec, service),
    architecture: service.architecture,
    containers: containersOf(name, service).map((container) => {
      const use = { service: name, ...(container.sidecar ? { sidecar: container.name } : {}) };
      const job = jobs.find(({ uses }) => uses.some((one) => one.service === name && one.sidecar === use.sidecar));
      const reference = 'reference' in container.source ? container.source.reference : '';
      return { name: container.name, parameter: imageParameter(use), image: job ? { job: job.key } : { reference } };
    }),
    exec: service.exec,
    logs: service.logs.retentionDays > 0,
    public: service.egress === 'public',
    ...(discovered.includes(name) ? { host: `${name}.${environment}.internal` } : {}),
  }));
}
