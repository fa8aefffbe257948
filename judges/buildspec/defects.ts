import { buildspec as ours } from '../../domain/image/buildspec.ts';
import type { Spec } from './run-build.ts';

interface Defect {
  readonly spec: Spec;
  /** The name of the case that has to notice. */
  readonly seenBy: string;
}

const arm = 'an image of the other architecture is refused and not pushed';
const hostile = 'a private base image is pulled with a username and password full of quotes, spaces and substitutions';
const copied = 'a private image is copied, logged in with lines';
const dockerfile = 'a Dockerfile may be called Dock er$(touch pwned)';
const option = 'an image that ends in ":ok -q" is refused by docker, not by a shell';

const succeeding = '[ "$CODEBUILD_BUILD_SUCCEEDING" = 1 ] && ';
const changed = '[ "$MOORAGE_UNCHANGED" != 1 ]; then docker push "$IMAGE"; fi';

/** The same buildspec with one mistake each. A text that is no longer in it is an error, or the mistake would not be made. */
export const defects: Readonly<Record<string, Defect>> = {
  'a push that is not guarded': { spec: replaced(succeeding + changed, changed), seenBy: arm },
  'no check of the architecture': { spec: replaced('!= "$PLATFORM"', '= nothing'), seenBy: arm },
  'a push from the build itself': {
    spec: replaced('--tag "$IMAGE" "${options', '--tag "$IMAGE" --push "${options'),
    seenBy: 'a RUN that fails is a failed build and nothing is pushed',
  },
  'a password as an argument': {
    spec: replaced(
      'printf \'%s\' "$DOCKER_HUB_PASSWORD" | docker login --username "$DOCKER_HUB_USERNAME" --password-stdin',
      'docker login --username "$DOCKER_HUB_USERNAME" --password "$DOCKER_HUB_PASSWORD"',
    ),
    seenBy: hostile,
  },
  'a password in the format of printf': {
    spec: replaced('printf \'%s\' "$DOCKER_HUB_PASSWORD"', 'printf "$DOCKER_HUB_PASSWORD"'),
    seenBy: 'a private image is copied, logged in with format',
  },
  'a shell that writes what it does': {
    spec: replaced('if [ -n "$DOCKER_HUB_USERNAME" ]', 'set -x; if [ -n "$DOCKER_HUB_USERNAME" ]'),
    seenBy: copied,
  },
  'a configuration of docker in the log': {
    spec: replaced('MOORAGE_ARCHITECTURE="$(', 'cat ~/.docker/config.json; MOORAGE_ARCHITECTURE="$('),
    seenBy: copied,
  },
  'a Dockerfile without quotes': {
    spec: replaced('--file "$DOCKERFILE_AT"', '--file $DOCKERFILE_AT'),
    seenBy: dockerfile,
  },
  eval: { spec: replaced('docker buildx build', 'eval docker buildx build'), seenBy: dockerfile },
  'an image without quotes': { spec: replaced('--tag "$IMAGE"', '--tag $IMAGE'), seenBy: option },
  'a reference that may be an option': {
    spec: replaced('in -*)', 'in nothing)'),
    seenBy: 'the reference --all-tags is not an option',
  },
  'a Dockerfile from anywhere': {
    spec: replaced('case "$DOCKERFILE_AT" in "$CONTEXT"/*)', 'case "$DOCKERFILE_AT" in *)'),
    seenBy: 'a Dockerfile in a zip that is a symlink out of it is refused, and not shown',
  },
  'a context from anywhere': {
    spec: replaced('case "$CONTEXT/" in "$root"/*)', 'case "$CONTEXT/" in *)'),
    seenBy: 'a path that a symlink leads out of the repository is refused',
  },
  'a git that speaks everything': {
    spec: { ...ours, env: { ...ours.env, variables: {} } },
    seenBy: 'a repository on the machine itself is not read',
  },
  'a repository that may be an option': {
    spec: replaced('-- "$GIT_URL"', '"$GIT_URL"'),
    seenBy: 'an option in place of a repository does not make one of the ref',
  },
  'a ref in a program': {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's
    spec: replaced('"${GIT_REF:-HEAD}"', '"$(eval echo "${GIT_REF:-HEAD}")"'),
    seenBy: 'the ref "$(touch pwned)" is only a ref',
  },
  'arguments without quotes': {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's
    spec: replaced('--build-arg "${!name}"', '--build-arg ${!name}'),
    seenBy: 'arguments arrive as they were written, and are nothing but arguments; a build stops at its target',
  },
  'a login that outlives the build': {
    spec: { ...ours, phases: { ...ours.phases, post_build: { commands: ours.phases.post_build.commands } } },
    seenBy: copied,
  },
  'a login before the build, where no logout follows its failure': {
    spec: loginsFirst(),
    seenBy: 'a wrong password ends it before anything is pulled',
  },
  'an unzip that goes on whatever it finds': {
    spec: replaced('-d source; fi', '-d source || true; fi'),
    seenBy: 'a zip does not write beside the context',
  },
  'the first digest there is': {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's
    spec: replaced('grep -F "${IMAGE%:*}@"', 'head -n 1'),
    seenBy: "the digest is our registry's also when another one's name is sorted first",
  },
  'nothing known is the same as nothing known': {
    spec: replaced('[ -n "$SERVING_INPUTS" ] && ', ''),
    seenBy: 'a FROM with a variable is not known, and is made',
  },
  'a name that nobody has looked at': {
    spec: replaced('|| unknown "the image $1"', '|| :'),
    seenBy: 'the base image -x is not an option of anything',
  },
  'an image that is not there fails what does not need it': {
    spec: replaced('else MOORAGE_INPUTS=; fi', 'else exit 1; fi'),
    seenBy: 'a base image that cannot be asked for makes it unknown, and fails nothing',
  },
  'the digest of nothing': {
    spec: replaced('set -o pipefail; ', ''),
    seenBy: 'a base image that cannot be asked for makes it unknown, and fails nothing',
  },
  'a push of what was not made': {
    spec: replaced(succeeding + changed, changed.replace('[ "$MOORAGE_UNCHANGED" != 1 ]', succeeding.replace(' && ', ''))),
    seenBy: 'an image that has not changed is neither pulled nor pushed',
  },
  'a source that may be any': {
    spec: replaced('if [ -f source.zip ]; then', 'if false; then'),
    seenBy: 'a build whose source has changed is made',
  },
  'a COPY that nobody has looked at': {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's
    spec: replaced('|| stands_on "${1#*=}"', '|| :'),
    seenBy: 'an image that a COPY reads is one it is made of',
  },
  attestations: { spec: replaced('--provenance=false ', ''), seenBy: 'a static program from scratch is built and pushed' },
};

function replaced(text: string, by: string): Spec {
  const whole = JSON.stringify(ours);
  const [from, to] = [text, by].map((part) => JSON.stringify(part).slice(1, -1));
  if (from === undefined || to === undefined || !whole.includes(from)) throw new Error(`the buildspec has no ${text} any more`);
  return JSON.parse(whole.replaceAll(from, () => to));
}

function loginsFirst(): Spec {
  const { pre_build, build, post_build } = ours.phases;
  const isLogin = (command: string) => command.includes('docker login');
  return {
    ...ours,
    phases: {
      pre_build: { commands: [...pre_build.commands, ...build.commands.filter(isLogin)] },
      build: { commands: build.commands.filter((command) => !isLogin(command)) },
      post_build,
    },
  };
}
