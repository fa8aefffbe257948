import { principalFault } from '../domain/ownership/principal-fault.ts';
import type { Offer } from '../domain/spec/offer.ts';
import type { FunctionName } from '../functions/catalog.ts';

/** What an operator may choose: CDK context, `-c moorage:<option>=<value>` or the `context` of cdk.json. */
export interface Options {
  /** Who may call, by tokens of an identity provider. Absent: whoever IAM lets. */
  readonly jwt?: { readonly issuer: string; readonly audience: readonly string[]; readonly scopes: readonly string[] };
  /** The account's boundary, on every role of the control plane. */
  readonly permissionsBoundary?: string;
  readonly reservedConcurrency: Readonly<Partial<Record<FunctionName, number>>>;
  /** What environments may use of what is not theirs, beside what is tagged `moorage:offered-to`. */
  readonly offers: readonly Offer[];
  /** Who may change every environment, whoever its owners are. */
  readonly admins: readonly string[];
  /** Told when an alarm goes off, and when it is over. */
  readonly alarmTopic?: string;
}

const prefix = 'moorage:';
const known = [
  'jwtIssuer',
  'jwtAudience',
  'jwtScopes',
  'permissionsBoundary',
  'reservedConcurrency',
  'alarmTopic',
  'offers',
  'admins',
] as const;
type Option = (typeof known)[number];

/** They give a token for any audience to anybody's job, and API Gateway looks at nothing but issuer and audience. */
const openToEverybody = ['token.actions.githubusercontent.com', 'gitlab.com'];

export function optionsOf(context: Readonly<Record<string, unknown>>, functionNames: readonly string[]): Options {
  const given = new Map<Option, string>();
  for (const [key, value] of Object.entries(context)) {
    if (!key.startsWith(prefix)) continue;
    const option = known.find((name) => key === prefix + name);
    if (!option) throw new Error(`there is no option ${key}; there are ${known.map((name) => prefix + name).join(', ')}`);
    if (typeof value !== 'string') throw new Error(`${key} has to be text`);
    if (value !== '') given.set(option, value);
  }
  const jwt = jwtOf(given);
  const permissionsBoundary = arnOf(given, 'permissionsBoundary', /^arn:aws[\w-]*:iam::(\d{12}|aws):policy\/.+$/);
  const alarmTopic = arnOf(given, 'alarmTopic', /^arn:aws[\w-]*:sns:[\w-]+:\d{12}:[\w-]+$/);
  return {
    ...(jwt && { jwt }),
    ...(permissionsBoundary !== undefined && { permissionsBoundary }),
    ...(alarmTopic !== undefined && { alarmTopic }),
    offers: offersOf(given.get('offers')),
    admins: adminsOf(given.get('admins')),
    reservedConcurrency: concurrencyOf(given.get('reservedConcurrency') ?? '', functionNames),
  };
}

const listOf = (text = '') =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

function jwtOf(given: ReadonlyMap<Option, string>): Options['jwt'] {
  const [issuer, audience, scopes] = [given.get('jwtIssuer'), listOf(given.get('jwtAudience')), listOf(given.get('jwtScopes'))];
  if (issuer === undefined && audience.length === 0 && scopes.length === 0) return undefined;
  if (issuer === undefined || audience.length === 0)
    throw new Error(`${prefix}jwtIssuer and ${prefix}jwtAudience go together: either alone would let nobody in, or everybody`);
  const { protocol, hostname } = new URL(issuer);
  if (protocol !== 'https:') throw new Error(`${prefix}jwtIssuer has to be an https URL`);
  if (openToEverybody.includes(hostname))
    throw new Error(
      `${prefix}jwtIssuer ${hostname} signs tokens for anybody: give such a job an AWS role, and leave IAM as it is`,
    );
  return { issuer, audience, scopes };
}

function arnOf(given: ReadonlyMap<Option, string>, option: Option, shape: RegExp): string | undefined {
  const value = given.get(option);
  if (value !== undefined && !shape.test(value)) throw new Error(`${prefix}${option} is not such an ARN: ${value}`);
  return value;
}

/** `arn:aws:iam::111122223333:role/operators,arn:aws:iam::111122223333:user/ops/*` */
function adminsOf(text?: string): readonly string[] {
  const admins = listOf(text);
  for (const admin of admins) {
    const fault = principalFault(admin);
    if (fault) throw new Error(`${prefix}admins: ${admin}: ${fault.message} ${fault.remedy}`);
  }
  return admins;
}

/** `[{"actions":["s3:GetObject"],"resources":["arn:aws:s3:::acme-sources/*"]}]` */
function offersOf(text = '[]'): readonly Offer[] {
  const wrong = (why: string) => new Error(`${prefix}offers: ${why}; it is a JSON list of {"actions": […], "resources": […]}`);
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch (cause) {
    throw new Error(wrong('this is not JSON').message, { cause });
  }
  if (!Array.isArray(rows)) throw wrong('this is not a list');
  return rows.map((row: unknown) => {
    const { actions, resources, ...rest } = row as Readonly<Record<string, unknown>>;
    if (!isTexts(actions) || !isTexts(resources) || Object.keys(rest).length > 0) throw wrong(JSON.stringify(row));
    // Whoever may do these may do anything, whatever else stands in the boundary.
    const grave = actions.find(
      (action) => !/^[a-z0-9-]+:.+$/.test(action) || /^(?:iam|sts|organizations|account):|:\*$/.test(action),
    );
    if (grave !== undefined) throw wrong(`${grave} cannot be offered`);
    return { actions, resources };
  });
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'string');

/** `Recover:2,Api:20` */
function concurrencyOf(text: string, functionNames: readonly string[]): Options['reservedConcurrency'] {
  const rows = listOf(text).map((one) => {
    const [, name = '', number = ''] = /^(\w+):([1-9]\d*)$/.exec(one) ?? [];
    if (!functionNames.includes(name))
      throw new Error(`${prefix}reservedConcurrency: ${one} is not <function>:<number> of ${functionNames.join(', ')}`);
    return [name, Number(number)];
  });
  return Object.fromEntries(rows);
}
