import type { EnvironmentView, Outputs } from '../schemas/gen/api.types.ts';
import { costLines } from './cost-lines.ts';

/** What a person needs to use an environment: where it is, what it runs, how to get in, what it costs. */
export const describeEnvironment = (environment: EnvironmentView): string[] => [
  `${environment.name}  ${environment.status}  revision ${environment.revision}`,
  ...(environment.stuck === undefined ? [] : [`  an operator must act: ${environment.stuck}`]),
  ...(environment.operation === undefined ? [] : [`  now: moorage watch ${environment.operation}`]),
  ...(environment.next === undefined ? [] : [`  then: moorage watch ${environment.next}`]),
  ...(environment.remembered ?? []).map(({ kind, why }) => `  later: ${kind}, because ${why}`),
  ...(environment.outputs === undefined ? [] : outputLines(environment.outputs)),
  ...(environment.monthlyCost === undefined ? [] : costLines('about per month', environment.monthlyCost)),
  ...(environment.lastFailure === undefined
    ? []
    : [
        `  last failure: ${environment.lastFailure.sentence} (${environment.lastFailure.operation}, ${environment.lastFailure.at})`,
        ...(environment.lastFailure.remedy === undefined ? [] : [`    ${environment.lastFailure.remedy}`]),
      ]),
];

/** Only what is there: where images are built and nothing runs, there is no cluster and no network. */
const outputLines = ({ clusterName, vpcId, bastion, services, builds = {} }: Outputs): string[] => {
  const place = [...(clusterName ? [`cluster ${clusterName}`] : []), ...(vpcId ? [`network ${vpcId}`] : [])];
  return [
    ...(place.length === 0 ? [] : [`  ${place.join(', ')}`]),
    ...(bastion === undefined ? [] : [`  bastion ${bastion.instanceId}`, ...table({ shell: bastion.command })]),
    ...Object.entries(services).flatMap(([name, { image, digest, host, commands }]) => [
      `  service ${name}`,
      ...table({ image: withDigest(image, digest), ...(host === undefined ? {} : { host }), ...commands }),
    ]),
    ...Object.entries(builds).flatMap(([name, images]) => [
      `  build ${name}`,
      ...images.map(({ architecture, image, digest }) => `    ${architecture.padEnd(6)} ${withDigest(image, digest)}`),
    ]),
  ];
};

const table = (rows: Readonly<Record<string, string>>): string[] => {
  const width = Math.max(...Object.keys(rows).map((key) => key.length));
  return Object.entries(rows).map(([key, value]) => `    ${key.padEnd(width)} ${value}`);
};

const withDigest = (image: string, digest: string | undefined): string =>
  digest === undefined || image.includes(digest) ? image : `${image}@${digest}`;
