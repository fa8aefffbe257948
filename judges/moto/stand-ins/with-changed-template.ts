import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Connect } from '../../../cloud/connect.ts';
import type { WireCall } from '../wire.ts';

export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
}
export interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/**
 * CreateStack and UpdateStack with some resources of the template changed; the call itself when it is another one.
 * `change` gets a resource with its logical id and the stack's name.
 */
export async function withChangedTemplate(
  moto: Connect,
  call: WireCall,
  change: (resource: Resource, id: string, stack: string) => Resource,
): Promise<WireCall> {
  if (call.service !== 'cloudformation' || !/^(Create|Update)Stack$/.test(call.operation)) return call;
  const form = new URLSearchParams(call.body.toString('utf8'));
  const stack = form.get('StackName') ?? '';
  const template = JSON.parse(form.get('TemplateBody') ?? (await fetchTemplate(moto, form.get('TemplateURL') ?? ''))) as Template;
  const resources = Object.entries(template.Resources).map(([id, resource]) => [id, change(resource, id, stack)] as const);
  form.delete('TemplateURL');
  form.set('TemplateBody', JSON.stringify({ ...template, Resources: Object.fromEntries(resources) }));
  return { ...call, body: Buffer.from(form.toString()) };
}

async function fetchTemplate(moto: Connect, url: string): Promise<string> {
  const [, Bucket = '', Key = ''] = /^https:\/\/([^.]+)\.s3\.[^/]+\/(.+)$/.exec(url) ?? [];
  const { Body } = await moto(S3Client).send(new GetObjectCommand({ Bucket, Key }));
  return (await Body?.transformToString()) ?? '';
}
