import type { Finding } from '../../schemas/gen/api.types.ts';
import type { Service, Spec } from '../../schemas/gen/spec.types.ts';
import { validateSpec } from '../../schemas/gen/validators.js';
import { parseImageReference } from '../image/image-reference.ts';
import { logicalId } from '../logical-id.ts';
import { checkSizes } from './check-sizes.ts';
import { fargateSizes } from './fargate-sizes.ts';
import { knownFields } from './known-fields.ts';
import { secretIn } from './secret-value.ts';
import { escapePart, toFindings } from './to-findings.ts';

const mostFileBytes = 100 * 1024;

/**
 * Everything that can be said against a spec without asking anybody, all at once. Rules between fields are only judged on a
 * spec whose shape is right: on any other they would be guesses.
 */
export function check(spec: unknown): readonly Finding[] {
  if (!validateSpec(spec)) return toFindings(validateSpec.errors ?? [], knownFields);
  const given = spec as Spec;
  return [
    ...Object.entries(given.services).flatMap(([name, service]) => checkService(name, service, given)),
    ...Object.entries(given.builds ?? {}).flatMap(([name, build]) => checkBuild(name, build, given)),
    ...checkNetwork(given),
    ...checkSecrets(Object.entries(given.tags ?? {}).map(([key, value]) => [`/tags/${escapePart(key)}`, value] as const)),
    ...checkSizes(given),
    ...checkNames(given),
  ];
}

const refusal = (code: string, pointer: string, message: string, remedy: string): Finding => ({
  severity: 'refusal',
  code,
  pointer,
  message,
  remedy,
});

function checkService(name: string, service: Service, spec: Spec): readonly Finding[] {
  const at = `/services/${name}`;
  const findings: Finding[] = [];
  const [cpu, memory] = [service.cpu ?? 256, service.memory ?? 512];
  const sizes = fargateSizes[cpu] ?? [];
  if (!sizes.includes(memory)) {
    const pointer = service.memory === undefined && service.cpu !== undefined ? `${at}/cpu` : `${at}/memory`;
    findings.push(
      refusal(
        'FARGATE_SIZE_INVALID',
        pointer,
        `Fargate has no task with cpu ${cpu} and memory ${memory}.`,
        `With cpu ${cpu} use memory ${sizes.join(', ')}.`,
      ),
    );
  }
  if (service.image !== undefined && service.build !== undefined)
    findings.push(
      refusal('IMAGE_AND_BUILD', `${at}/build`, 'A service has one image: either `image` or `build`.', 'Remove one of them.'),
    );
  if (service.image !== undefined && !parseImageReference(service.image))
    findings.push(
      refusal(
        'IMAGE_REFERENCE_INVALID',
        `${at}/image`,
        `${secretIn(service.image) ? 'This' : `\`${service.image}\``} is no image reference.`,
        'Write it as [registry/]repository[:tag][@sha256:…], in lower case.',
      ),
    );
  if (service.image === undefined && !Object.hasOwn(spec.builds ?? {}, service.build ?? name)) {
    const pointer = service.build === undefined ? at : `${at}/build`;
    findings.push(
      refusal(
        'IMAGE_MISSING',
        pointer,
        `There is no build \`${service.build ?? name}\` for this service.`,
        `Give it an \`image\`, or add \`builds.${service.build ?? name}\`.`,
      ),
    );
  }
  if (service.mirror !== undefined && service.image === undefined)
    findings.push(
      refusal('MIRROR_WITHOUT_IMAGE', `${at}/mirror`, '`mirror` says how `image` is pulled, and there is none.', 'Remove it.'),
    );
  const texts = [
    ...(service.image === undefined ? [] : [[`${at}/image`, service.image] as const]),
    ...Object.entries(service.variables ?? {}).map(([key, value]) => [`${at}/variables/${key}`, value] as const),
    ...(service.command ?? []).map((word, index) => [`${at}/command/${index}`, word] as const),
  ];
  return [...findings, ...checkSecrets(texts)];
}

function checkBuild(
  name: string,
  { files, dockerfile = 'Dockerfile' }: NonNullable<Spec['builds']>[string],
  spec: Spec,
): readonly Finding[] {
  const at = `/builds/${name}`;
  const findings: Finding[] = [];
  if (!Object.hasOwn(files, dockerfile))
    findings.push(
      refusal(
        'DOCKERFILE_MISSING',
        `${at}/files`,
        `The build has no file \`${dockerfile}\`.`,
        'Add it, or name another one as `dockerfile`.',
      ),
    );
  const bytes = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes > mostFileBytes)
    findings.push(
      refusal(
        'FILES_TOO_LARGE',
        `${at}/files`,
        `The files have ${bytes} bytes together; the limit is ${mostFileBytes}.`,
        'Leave out what the image does not need.',
      ),
    );
  const used = Object.entries(spec.services).some(
    ([service, { image, build }]) => image === undefined && (build ?? service) === name,
  );
  if (!used)
    findings.push({
      severity: 'warning',
      code: 'BUILD_UNUSED',
      pointer: at,
      message: 'No service uses this build.',
      remedy: 'Name it as `build` of a service, or remove it.',
    });
  return [
    ...findings,
    ...checkSecrets(Object.entries(files).map(([file, text]) => [`${at}/files/${escapePart(file)}`, text] as const)),
  ];
}

function checkSecrets(texts: readonly (readonly [string, string])[]): readonly Finding[] {
  return texts.flatMap(([pointer, text]) => {
    const kind = secretIn(text);
    return kind
      ? [
          refusal(
            'SECRET_VALUE',
            pointer,
            `This looks like ${kind}.`,
            'Never send a secret itself: keep it in Secrets Manager, and revoke this one.',
          ),
        ]
      : [];
  });
}

function checkNetwork({ network }: Spec): readonly Finding[] {
  const cidr = network?.cidr;
  if (cidr === undefined) return [];
  // No leading zeros: where we read ten, others read eight.
  const number = '(0|[1-9]\\d{0,2})';
  const match = new RegExp(`^${number}\\.${number}\\.${number}\\.${number}/${number}$`).exec(cidr);
  const octets = (match ?? []).slice(1, 5).map(Number);
  const prefix = Number(match?.[5]);
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const whole = octets.length === 4 && octets.every((octet) => octet <= 255);
  const aligned = whole && prefix <= 32 && address % 2 ** (32 - prefix) === 0;
  if (!aligned)
    return [
      refusal(
        'CIDR_INVALID',
        '/network/cidr',
        `\`${cidr}\` is no network address.`,
        'Write it like 10.0.0.0/16, with no bits set behind the prefix.',
      ),
    ];
  const [first = 0, second = 0] = octets;
  const isPrivate = first === 10 || (first === 172 && second >= 16 && second <= 31) || (first === 192 && second === 168);
  if (!isPrivate || prefix < 16 || prefix > 24)
    return [
      refusal(
        'CIDR_NOT_ALLOWED',
        '/network/cidr',
        `\`${cidr}\` is not a private block of /16 to /24.`,
        'Use a block of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.',
      ),
    ];
  return [];
}

/** Logical ids leave hyphens out, so names that differ in nothing else would become one resource. */
function checkNames({ services }: Spec): readonly Finding[] {
  const seen = new Map<string, string>();
  return Object.keys(services).flatMap((name) => {
    const other = seen.get(logicalId(name));
    seen.set(logicalId(name), name);
    return other
      ? [
          refusal(
            'NAMES_TOO_SIMILAR',
            `/services/${name}`,
            `\`${name}\` and \`${other}\` differ only in hyphens.`,
            'Rename one of them.',
          ),
        ]
      : [];
  });
}
