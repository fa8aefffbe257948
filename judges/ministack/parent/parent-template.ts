import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface Parent {
  /** Of the environment; the example's is shop. */
  readonly name?: string;
  /** Seconds the resource is waited for; the example's are 3600. */
  readonly timeout?: number;
  /** Beside what the example says of the environment. */
  readonly spec?: object;
  readonly properties?: object;
  readonly others?: Readonly<Record<string, object>>;
}

interface Template {
  readonly Resources: { readonly Shop: { readonly Properties: { readonly Spec: object } } };
}

const example = readFileSync(new URL('../../../examples/stack/environment.yaml', import.meta.url), 'utf8');
const imported = /\n +Fn::ImportValue: MoorageProviderArn\n/;

/** The example as it is, with somebody else for a provider where a token is given. */
export function parentTemplate({ name = 'shop', timeout = 3600, spec, properties, others }: Parent, token?: string): string {
  if (!imported.test(example) || !example.includes('Name: shop\n') || !example.includes('ServiceTimeout: 3600\n'))
    throw new Error('examples/stack/environment.yaml is not what it was');
  const text = (token === undefined ? example : example.replace(imported, ` ${token}\n`))
    .replace('Name: shop\n', `Name: ${name}\n`)
    .replace('ServiceTimeout: 3600\n', `ServiceTimeout: ${timeout}\n`);
  if (!spec && !properties && !others) return text;
  const template = parse(text) as Template;
  const { Shop } = template.Resources;
  const Properties = { ...Shop.Properties, ...properties, Spec: { ...Shop.Properties.Spec, ...spec } };
  return JSON.stringify({ ...template, Resources: { ...template.Resources, Shop: { ...Shop, Properties }, ...others } });
}
