import { logicalId } from '../../domain/logical-id.ts';
import { isOffered } from '../../domain/spec/offer.ts';
import type { Question } from './environment-questions.ts';
import type { EnvironmentRoles } from './environment-roles.ts';
import { offers } from './offers.ts';
import { type Outside, outsideOfBuilds, outsideOfService } from './outside-of.ts';
import { place } from './place.ts';
import type { Request } from './request.ts';

type Wanted = Question['wanted'];

const key = `arn:${place.partition}:kms:${place.region}:${place.account}:key/1234abcd`;
const via = (service: string) => ({ 'kms:ViaService': `${service}.${place.region}.amazonaws.com` });
const pull = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const pullInPlace = [...pull, 'ecr:BatchCheckLayerAvailability'];

/**
 * What roles of an environment may do with what is not its own. Whoever owns a thing says by its tag who may have it, S3 and
 * permissions are offered by the operator; and a role that does not name the thing may not have it whoever it was offered to.
 */
export function outsideQuestions(own: EnvironmentRoles, other: EnvironmentRoles): readonly Question[] {
  const builds = outsideOfBuilds(own.spec);
  const services = Object.keys(own.spec.services).map(
    (name) => [`${logicalId(name)}ExecutionRole`, outsideOfService(own.spec, name)] as const,
  );
  const readers = [...(own.roles.BuildRole ? [['BuildRole', builds] as const] : []), ...services];
  const everything = [
    ...readers.map(([, outside]) => outside),
    outsideOfBuilds(other.spec),
    ...Object.keys(other.spec.services).map((name) => outsideOfService(other.spec, name)),
  ].flatMap((outside) => readsOf(outside, true));
  const once = [...new Map(everything.map((one) => [`${one.action} ${one.resource}`, one])).values()];
  const owners = Object.fromEntries(readers.map(([role, outside]) => [role, readsOf(outside, role === 'BuildRole')]));
  return Object.keys(own.roles).flatMap((role) => {
    const wanted = owners[role] ?? [];
    // What a Dockerfile stands on only its build sees: it may read whatever of the account was offered.
    const bases = role === 'BuildRole' && Object.keys(own.spec.builds).length > 0 ? once.filter(isBase) : [];
    const mine = [...wanted, ...bases.filter((base) => !wanted.some((one) => same(one, base)))];
    const named = new Set(mine.map(({ action, resource }) => `${action} ${resource}`));
    const foreign = once.filter(({ action, resource }) => !named.has(`${action} ${resource}`));
    const readsSecrets = mine.some(({ action }) => /^(secretsmanager|ssm):/.test(action)) && role !== 'BuildRole';
    return [
      ...mine.flatMap((request) => asked(role, request, own.name, other.name)),
      // Whoever does not name it has it not even when it is offered.
      ...foreign.map((request) => ({ ...offered(request, own.name), role, wanted: 'denied' as const })),
      ...keys(role, readsSecrets, own.name, other.name),
      ...permissions(role, own),
    ];
  });
}

const same = (one: Read, other: Read) => one.action === other.action && one.resource === other.resource;
const isBase = ({ action, resource }: Read) =>
  pull.includes(action) && resource.startsWith(`arn:${place.partition}:ecr:${place.region}:${place.account}:repository/`);

/** An object cannot be offered by its tag: there it is the operator's list that counts. */
interface Read extends Request {
  readonly byTag: boolean;
}

function readsOf({ secrets, parameters, repositories, zips, connections }: Outside, copies: boolean): readonly Read[] {
  const each = (actions: readonly string[], resources: readonly string[], byTag = true) =>
    resources.flatMap((resource) => actions.map((action) => ({ action, resource, byTag })));
  return [
    ...each(['secretsmanager:GetSecretValue'], secrets),
    ...each(['ssm:GetParameters'], parameters),
    ...each(copies ? pull : pullInPlace, repositories),
    ...zips.flatMap(({ action, object }) => each([action], [object], false)),
    ...connections.flatMap((one) => each([`${one.split(':')[2]}:UseConnection`], [one])),
  ];
}

const offered = ({ action, resource }: Request, whom?: string): Request => ({
  action,
  resource,
  ...(whom !== undefined && { context: { 'aws:ResourceTag/moorage:offered-to': whom } }),
});

function asked(role: string, request: Read, own: string, other: string): Question[] {
  const question = (wanted: Wanted, what: Request): Question => ({ ...what, role, wanted });
  const listed = isOffered(request.action, request.resource, offers);
  if (request.byTag)
    return [
      question('allowed', offered(request, own)),
      question('allowed', offered(request, '*')),
      question('denied', offered(request)),
      question('denied', offered(request, other)),
      // A name that begins like one's own, or that one's own begins with.
      question('denied', offered(request, `${own}-`)),
    ];
  const { action, resource } = request;
  return [
    question(listed ? 'allowed' : 'denied', { action, resource }),
    question('denied', { action, resource: `${resource}.other` }),
    // A star in a key is that star.
    ...(resource.includes('*') ? [question('denied', { action, resource: resource.replace('*', 'any') })] : []),
    question('denied', { action: action.replace(/Get/, 'Put').replace('Version', ''), resource }),
  ];
}

/** A secret may lie under a key of its owner's, which has to be offered like the secret and serves nothing else. */
function keys(role: string, reads: boolean, own: string, other: string): Question[] {
  const question = (wanted: Wanted, whom: string | undefined, context: Readonly<Record<string, string>>): Question => ({
    role,
    wanted,
    action: 'kms:Decrypt',
    resource: key,
    context: { ...context, ...(whom !== undefined && { 'aws:ResourceTag/moorage:offered-to': whom }) },
  });
  const wanted = reads ? 'allowed' : 'denied';
  return [
    ...['secretsmanager', 'ssm'].flatMap((service) => [
      question(wanted, own, via(service)),
      question(wanted, '*', via(service)),
      question('denied', other, via(service)),
      question('denied', undefined, via(service)),
    ]),
    question('denied', own, {}),
    question('denied', own, via('s3')),
  ];
}

/** What the findings let through is what IAM allows, and nothing else. */
function permissions(role: string, { spec }: EnvironmentRoles): Question[] {
  return Object.entries(spec.services).flatMap(([name, service]) =>
    service.permissions.flatMap(({ actions, resources }) =>
      actions.flatMap((action) =>
        resources.map((resource): Question => {
          const mine = service.permissions;
          const has =
            role === `${logicalId(name)}TaskRole` ||
            // Another service of this environment may have asked for the same.
            Object.entries(spec.services).some(
              ([one, { permissions: theirs }]) =>
                role === `${logicalId(one)}TaskRole` &&
                theirs !== mine &&
                theirs.some((row) => row.actions.includes(action) && row.resources.includes(resource)),
            );
          const allowed = has && isOffered(action, resource, offers);
          return { role, wanted: allowed ? 'allowed' : 'denied', action, resource: resource.replaceAll('*', 'x') };
        }),
      ),
    ),
  );
}
