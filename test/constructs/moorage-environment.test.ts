import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { MoorageEnvironment, type MoorageEnvironmentProps } from '../../constructs/moorage-environment.ts';
import { providerExport } from '../../infra/provider-export.ts';

const spec = { services: { web: { image: 'nginx:1.27', port: 80 } } };
function given(props: Partial<MoorageEnvironmentProps> = {}) {
  const stack = new Stack(new App(), 'Parent');
  const environment = new MoorageEnvironment(stack, 'Shop', { name: 'shop', spec, ...props });
  return { stack, environment, template: () => Template.fromStack(stack) };
}
const idsOf = (template: Template, type: string) => Object.keys(template.findResources(type));

describe('MoorageEnvironment', () => {
  it('is a custom resource of the provider this account has, with an hour', () => {
    given()
      .template()
      .hasResource('Custom::Environment', {
        Properties: {
          ServiceToken: { 'Fn::ImportValue': providerExport },
          ServiceTimeout: '3600',
          Name: 'shop',
          Spec: { services: { web: { image: 'nginx:1.27', port: 80 } } },
        },
      });
  });

  it('gives attributes by name', () => {
    const { stack, environment } = given();
    const resolved = stack.resolve([environment.environmentId, environment.clusterName, environment.serviceArns('web')]) as {
      'Fn::GetAtt': [string, string];
    }[];
    expect(resolved.map(({ 'Fn::GetAtt': [, name] }) => name)).toEqual(['EnvironmentId', 'ClusterName', 'ServiceArns.web']);
  });

  it('waits by a condition for longer than an hour, after the resource, and gives its data', () => {
    const { environment, template } = given({ timeout: Duration.hours(3) });
    const made = template();
    made.hasResource('AWS::CloudFormation::WaitCondition', {
      Properties: { Timeout: '10800' },
      DependsOn: idsOf(made, 'Custom::Environment'),
    });
    expect(environment.outputs).toBeDefined();
    expect(() => environment.clusterName).toThrow(/outputs/);
  });

  it('has another handle and condition with another spec, and the same with the same', () => {
    const ids = (one: object) => {
      const made = given({ timeout: Duration.hours(3), spec: one }).template();
      return [...idsOf(made, 'AWS::CloudFormation::WaitConditionHandle'), ...idsOf(made, 'AWS::CloudFormation::WaitCondition')];
    };
    expect(ids(spec)).toEqual(ids({ services: { web: { port: 80, image: 'nginx:1.27' } } }));
    expect(ids(spec)).not.toEqual(ids({ services: { web: { port: 81, image: 'nginx:1.27' } } }));
  });

  it('refuses what CloudFormation cannot wait for', () => {
    expect(() => given({ timeout: Duration.hours(13) })).toThrow(/twelve hours/);
  });
});
