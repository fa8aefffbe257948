import { CfnWaitCondition, CfnWaitConditionHandle, CustomResource, Duration, Fn, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { canonicalJson, sha256 } from '../domain/hash.ts';
import type { Spec } from '../schemas/gen/spec.types.ts';

export interface MoorageEnvironmentProps {
  /** The environment's name. Another one replaces the environment: the new one is made first. */
  readonly name: string;
  /** What the environment is, as it would be sent to the API. */
  readonly spec: Spec;
  /** The provider's ARN; by default the one this account and region have, by its export MoorageProviderArn. */
  readonly serviceToken?: string;
  /**
   * How long CloudFormation waits for it; by default the hour a custom resource has. Longer, up to twelve hours, it waits by a
   * condition: then attributes are in `outputs`, and of the resource itself only `environmentId` is known. Where only the value
   * of a parameter in the spec changes, the condition stays what it was, and the update has the hour.
   */
  readonly timeout?: Duration;
}

const hour = Duration.hours(1);
/** Documented for wait conditions. */
const longest = Duration.hours(12);

/** An environment of Moorage in a stack: made, changed and taken away with it, and complete when its services are stable. */
export class MoorageEnvironment extends Construct {
  readonly environmentId: string;
  /** All attributes as one text of JSON, beyond an hour; undefined within. */
  readonly outputs: string | undefined;
  readonly #resource: CustomResource;

  constructor(scope: Construct, id: string, { name, spec, timeout = hour, serviceToken }: MoorageEnvironmentProps) {
    super(scope, id);
    if (timeout.toSeconds() > longest.toSeconds()) throw new RangeError('CloudFormation waits for twelve hours at most');
    const waits = timeout.toSeconds() > hour.toSeconds();
    // Neither a handle nor a condition can be used or changed: with another spec or time they are others.
    const mark = sha256(canonicalJson([name, Stack.of(this).resolve(spec), timeout.toSeconds()])).slice(0, 8);
    const handle = waits ? new CfnWaitConditionHandle(this, `Handle${mark}`) : undefined;
    this.#resource = new CustomResource(this, 'Resource', {
      resourceType: 'Custom::Environment',
      serviceToken: serviceToken ?? Fn.importValue('MoorageProviderArn'),
      serviceTimeout: waits ? hour : timeout,
      properties: { Name: name, Spec: spec, ...(handle ? { WaitConditionHandle: handle.ref } : {}) },
    });
    this.environmentId = this.#resource.getAttString('EnvironmentId');
    if (!handle) return;
    const ready = new CfnWaitCondition(this, `Ready${mark}`, { handle: handle.ref, timeout: String(timeout.toSeconds()) });
    ready.node.addDependency(this.#resource);
    this.outputs = ready.attrData.toString();
  }

  /** Of the first service that others are admitted to; inside the network. */
  get url(): string {
    return this.#attribute('Url');
  }
  get clusterName(): string {
    return this.#attribute('ClusterName');
  }
  get vpcId(): string {
    return this.#attribute('VpcId');
  }
  /** Of a service, or all, with commas between. */
  serviceArns(service?: string): string {
    return this.#attribute(service === undefined ? 'ServiceArns' : `ServiceArns.${service}`);
  }
  /** Images with their digests: of a service or a build, or all, with commas between. */
  imageUris(name?: string): string {
    return this.#attribute(name === undefined ? 'ImageUris' : `ImageUris.${name}`);
  }

  #attribute(name: string): string {
    if (this.outputs !== undefined) throw new Error(`beyond an hour ${name} is only known through outputs, when all of it runs`);
    return this.#resource.getAttString(name);
  }
}
