import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Rendered } from '../../blueprint/rendered.ts';
import type { Spec } from '../../schemas/gen/spec.types.ts';
import { renderSpec, stackOf } from './render-spec.ts';
import { templateDifferences } from './template-differences.ts';

const dockerHubSecret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:docker-hub-AbCdEf';

const specs: Readonly<Record<string, Spec>> = {
  // Two services through NAT: one built from files in the request, one copied from Docker Hub.
  'built-and-mirrored': {
    services: {
      site: { port: 8080, exec: true, variables: { STAGE: 'test', GREETING: 'hello' } },
      proxy: { image: 'nginx:1.27', port: 80, desiredCount: 2, logs: { retentionDays: 30 } },
    },
    builds: {
      site: { files: { Dockerfile: 'FROM nginx:1.27\nCOPY index.html /usr/share/nginx/html/\n', 'index.html': '<h1>site</h1>' } },
    },
    dockerHubSecret,
    tags: { team: 'quay' },
  },
  'silent-arm': {
    services: {
      worker: {
        image: 'busybox:1.37',
        architecture: 'ARM64',
        cpu: 512,
        memory: 1024,
        command: ['sleep', '3600'],
        logs: { retentionDays: 0 },
      },
    },
    network: { cidr: '10.40.0.0/24', zones: 1 },
  },
  'pulled-in-place': {
    services: { web: { image: 'public.ecr.aws/nginx/nginx:1.27', mirror: false, port: 80, desiredCount: 12 } },
    network: { zones: 3 },
  },
};

const kinds = ['registry', 'foundation', 'services'] as const;

describe('templates of running environments', () => {
  test.each(Object.entries(specs))('%s renders as its golden file says (GOLDEN=write accepts a change)', (name, spec) => {
    const file = new URL(`golden/${name}.golden.json`, import.meta.url);
    const now = renderSpec(spec);
    if (process.env.GOLDEN === 'write') writeFileSync(file, `${JSON.stringify(now, null, 2)}\n`);
    if (!existsSync(file)) throw new Error(`${name} has no golden file; GOLDEN=write makes one`);
    const golden = JSON.parse(readFileSync(file, 'utf8')) as Rendered;
    expect(Object.keys(now)).toEqual(Object.keys(golden));
    const differences = kinds
      .filter((kind) => golden[kind])
      .flatMap((kind) => templateDifferences(kind, stackOf(golden, kind).template, stackOf(now, kind).template));
    expect(differences, differences.join('\n')).toEqual([]);
    expect(now).toEqual(golden);
  });
});

describe('the comparison', () => {
  const golden = stackOf(renderSpec({ services: { web: { image: 'nginx:1' } } }), 'foundation').template;

  test('is loud about a logical id that is gone and a create-only property that changes', () => {
    const { Cluster: cluster, ...others } = golden.Resources;
    const vpc = { Type: 'AWS::EC2::VPC', Properties: { ...golden.Resources.Vpc?.Properties, CidrBlock: '10.9.0.0/16' } };
    const now = { ...golden, Resources: { ...others, Vpc: vpc, Fleet: cluster ?? vpc } };
    expect(templateDifferences('foundation', golden, now)).toEqual([
      '  foundation.Fleet is new',
      '! foundation.Cluster (AWS::ECS::Cluster) is gone or has another logical id: running environments lose it',
      '! foundation.Vpc.CidrBlock: "10.0.0.0/16" -> "10.9.0.0/16" (create-only: this replaces the resource)',
    ]);
  });

  test('tells a harmless change apart', () => {
    const group = { ...golden.Resources.WebLogGroup, Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 1 } };
    const now = { ...golden, Resources: { ...golden.Resources, WebLogGroup: group } };
    expect(templateDifferences('foundation', golden, now)).toContain('  foundation.WebLogGroup.RetentionInDays: 7 -> 1');
  });

  test('says nothing of equal templates', () => {
    expect(templateDifferences('foundation', golden, structuredClone(golden))).toEqual([]);
  });
});
