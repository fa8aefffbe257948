import { readFileSync } from 'node:fs';
import { App, Stack } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { MoorageEnvironment } from '../../constructs/moorage-environment.ts';
import { providerExport } from '../../infra/provider-export.ts';
import { providerArn } from '../engine/support-parent.ts';
import { dockerHubSecret, givenWorld, type TestWorld } from '../support/world.ts';

interface Template {
  readonly Parameters?: Readonly<Record<string, object>>;
  readonly Resources: Readonly<Record<string, { readonly Properties: Readonly<Record<string, never>> }>>;
}
const read = (file: string) => parse(readFileSync(new URL(`../../examples/stack/${file}`, import.meta.url), 'utf8')) as Template;

/** Deploys a template as a stack `parent`; its import is what the control plane of that world exports. */
async function deployed(world: TestWorld, template: object, parameters: Readonly<Record<string, string>> = {}) {
  const body = JSON.stringify(template, (_key, value) =>
    value?.['Fn::ImportValue'] === providerExport ? providerArn(world) : value,
  );
  const call = (operation: string, input: object) => world.region.call('CloudFormation', operation, input);
  call('CreateStack', {
    StackName: 'parent',
    TemplateBody: body,
    Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  });
  await world.passes(60);
  const { Stacks } = call('DescribeStacks', { StackName: 'parent' }) as {
    Stacks: { StackStatus: string; Outputs?: { OutputKey: string; OutputValue: string }[] }[];
  };
  const [{ StackStatus: status, Outputs = [] } = { StackStatus: 'none' }] = Stacks;
  return { status, outputs: Object.fromEntries(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue])) };
}

it('the template makes its environment and says what it is', async () => {
  const world = await givenWorld();

  const { status, outputs } = await deployed(world, read('environment.yaml'), { Image: 'nginx:1.27' });

  expect(status).toBe('CREATE_COMPLETE');
  const { services, clusterName } = (await world.environment('shop')).outputs ?? {};
  expect(outputs).toEqual({ Cluster: clusterName, WebService: services?.web?.arn, Images: services?.web?.image });
  expect(outputs.Images).toMatch(/@sha256:/);
});

it('the nested layout builds its image with the secret the root hands down', async () => {
  const world = await givenWorld();
  const [root, images] = [read('nested/root.yaml'), read('nested/images.yaml')];
  const { TemplateURL, Parameters } = root.Resources.Images?.Properties ?? {};
  expect(TemplateURL).toBe('images.yaml');
  expect(Object.keys(Parameters ?? {})).toEqual(Object.keys(images.Parameters ?? {}));

  const { status, outputs } = await deployed(world, images, { DockerHubSecretArn: dockerHubSecret });

  expect(status).toBe('CREATE_COMPLETE');
  expect(outputs.Image).toBe((await world.environment('images')).outputs?.builds?.nginx?.[0]?.image);
});

it('what the construct renders makes its environment', async () => {
  const world = await givenWorld();
  const app = new App();
  const stack = new Stack(app, 'Parent');
  const shop = new MoorageEnvironment(stack, 'Shop', {
    name: 'shop',
    spec: { services: { web: { image: 'nginx:1.27', port: 80 } } },
  });
  stack.exportValue(shop.clusterName, { name: 'cluster' });
  const { Resources, Outputs } = app.synth().getStackByName('Parent').template as { Resources: object; Outputs: object };

  const { status } = await deployed(world, { Resources, Outputs });

  expect(status).toBe('CREATE_COMPLETE');
  expect(await world.environment('shop')).toMatchObject({ status: 'AVAILABLE' });
});
