import type { EnvironmentView, Outputs } from '../schemas/gen/api.types.ts';
import { costLines } from './cost-lines.ts';

/** What a person needs to use an environment: where it is, what it runs, how to get in, what it costs. */
export const describeEnvironment = (environment: EnvironmentView): string[] => [
  `${environment.name}  ${environment.status}  revision ${environment.revision}`,
  ...(environment.stuck === undefined ? [] : [`  an operator must act: ${environment.stuck}`]),
  ...(environment.operation === undefined ? [] : [`  now: moorage watch ${environment.operation}`]),
  ...(environment.outputs === undefined ? [] : outputLines(environment.outputs)),
  ...(environment.monthlyCost === undefined ? [] : costLines('about per month', environment.monthlyCost)),
  ...(environment.lastFailure === undefined
    ? []
    : [
        `  last failure: ${environment.lastFailure.sentence} (${environment.lastFailure.operation}, ${environment.lastFailure.at})`,
        ...(environment.lastFailure.remedy === undefined ? [] : [`    ${environment.lastFailure.remedy}`]),
      ]),
];

const outputLines = ({ clusterName, vpcId, services }: Outputs): string[] => [
  `  cluster ${clusterName}, network ${vpcId}`,
  ...Object.entries(services).flatMap(([name, { image, digest, commands }]) => [
    `  service ${name}`,
    `    image ${image}${digest === undefined || image.includes(digest) ? '' : `@${digest}`}`,
    ...Object.entries(commands ?? {}).map(([what, command]) => `    ${what.padEnd(5)} ${command}`),
  ]),
];
