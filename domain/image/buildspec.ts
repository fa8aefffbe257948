import { inputsCommand } from './inputs-command.ts';

/**
 * The one buildspec of both builders. It holds no caller's text: whatever a spec says arrives as an environment variable
 * and is only ever used inside double quotes, as an argument that cannot be an option.
 *
 * A source comes to lie in `source/`: a zip, or a commit. `git fetch` takes a branch, a tag and a full hash alike, which
 * `git clone --branch` does not; a repository without a template has no hooks, and nothing but https is spoken, redirects
 * included. Context and Dockerfile are what the paths really come to, so that no symlink of the source leads out of it.
 *
 * One single-platform manifest without attestations is pushed, so that a digest has one meaning; a mirrored image keeps the
 * digest it had elsewhere beside ours. The push is guarded, because CodeBuild runs POST_BUILD even when BUILD failed. It does
 * not after a failed PRE_BUILD: whoever logs in does so in BUILD, so that the logout comes in any case.
 *
 * A build that is told what the image that serves was made of, and finds itself made of the same, makes and pushes nothing.
 */
export const buildspec = {
  version: 0.2,
  env: {
    shell: 'bash',
    variables: { GIT_ALLOW_PROTOCOL: 'https', GIT_TERMINAL_PROMPT: '0' },
    'exported-variables': ['MOORAGE_DIGEST', 'MOORAGE_ARCHITECTURE', 'MOORAGE_COMMIT', 'MOORAGE_INPUTS', 'MOORAGE_UNCHANGED'],
  },
  phases: {
    pre_build: {
      commands: [
        'case "$REFERENCE" in -*) echo "a reference is not an option" >&2; exit 1 ;; esac',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
        'for part in "${SOURCE_PATH:-.}" "${DOCKERFILE:-.}"; do case "/$part/" in //* | */../*) echo "$part leads out of the source" >&2; exit 1 ;; esac; done',
        'if [ -n "$CONTEXT_VERSION" ]; then aws s3api get-object --bucket="$CONTEXT_BUCKET" --key="$CONTEXT_KEY" --version-id="$CONTEXT_VERSION" source.zip; elif [ -n "$CONTEXT_KEY" ]; then aws s3 cp "s3://$CONTEXT_BUCKET/$CONTEXT_KEY" source.zip; fi',
        'if [ -n "$CONTEXT_KEY" ]; then unzip -q source.zip -d source; fi',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
        'if [ -n "$GIT_URL" ]; then credentials=(); if [ -n "$CONNECTION_REGION" ]; then credentials=(-c \'credential.helper=!aws --region "$CONNECTION_REGION" codecommit credential-helper $@\' -c credential.UseHttpPath=true); fi; git init --quiet --template= source && git -C source "${credentials[@]}" fetch --quiet --depth 1 --no-tags --no-recurse-submodules -- "$GIT_URL" "${GIT_REF:-HEAD}" && git -C source checkout --quiet --detach FETCH_HEAD; fi',
        'if [ -n "$GIT_URL" ]; then MOORAGE_COMMIT="$(git -C source rev-parse HEAD)" && export MOORAGE_COMMIT && rm -rf source/.git; fi',
        'if [ "$SOURCE" = build ]; then root="$(realpath -e source)"; CONTEXT="$(realpath -m "source/$SOURCE_PATH")"; DOCKERFILE_AT="$(realpath -m "$CONTEXT/$DOCKERFILE")"; export CONTEXT DOCKERFILE_AT; case "$CONTEXT/" in "$root"/*) ;; *) echo "the path $SOURCE_PATH leads out of the source" >&2; exit 1 ;; esac; case "$DOCKERFILE_AT" in "$CONTEXT"/*) ;; *) echo "the Dockerfile $DOCKERFILE leads out of the context" >&2; exit 1 ;; esac; if [ ! -d "$CONTEXT" ]; then echo "the source has no folder $SOURCE_PATH" >&2; exit 1; fi; fi',
      ],
    },
    build: {
      commands: [
        'aws ecr get-login-password | docker login --username AWS --password-stdin "$REGISTRY"',
        'if [ -n "$SOURCE_REGISTRY" ]; then aws ecr get-login-password --region="$SOURCE_REGION" | docker login --username AWS --password-stdin "$SOURCE_REGISTRY"; fi',
        'if [ -n "$DOCKER_HUB_USERNAME" ]; then printf \'%s\' "$DOCKER_HUB_PASSWORD" | docker login --username "$DOCKER_HUB_USERNAME" --password-stdin; fi',
        inputsCommand,
        'if [ -n "$SERVING_INPUTS" ] && [ "$SERVING_INPUTS" = "$MOORAGE_INPUTS" ]; then export MOORAGE_UNCHANGED=1; echo "nothing to make: this is what the image that serves was made of"; fi',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
        'if [ "$MOORAGE_UNCHANGED" = 1 ]; then :; elif [ "$SOURCE" = build ]; then options=(); for name in "${!BUILD_ARG_@}"; do options+=(--build-arg "${!name}"); done; if [ -n "$TARGET" ]; then options+=(--target "$TARGET"); fi; docker buildx build --load --provenance=false --sbom=false --platform "$PLATFORM" --file "$DOCKERFILE_AT" --tag "$IMAGE" "${options[@]}" "$CONTEXT"; else docker pull --platform "$PLATFORM" "$REFERENCE" && docker tag "$REFERENCE" "$IMAGE"; fi',
        'if [ "$MOORAGE_UNCHANGED" != 1 ]; then MOORAGE_ARCHITECTURE="$(docker image inspect --format \'{{.Architecture}}\' "$IMAGE")"; fi',
        'if [ "$MOORAGE_UNCHANGED" != 1 ] && [ "linux/$MOORAGE_ARCHITECTURE" != "$PLATFORM" ]; then echo "the image is for linux/$MOORAGE_ARCHITECTURE, the service runs on $PLATFORM" >&2; exit 1; fi',
      ],
    },
    post_build: {
      commands: [
        'if [ "$CODEBUILD_BUILD_SUCCEEDING" = 1 ] && [ "$MOORAGE_UNCHANGED" != 1 ]; then docker push "$IMAGE"; fi',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
        'if [ "$CODEBUILD_BUILD_SUCCEEDING" = 1 ] && [ "$MOORAGE_UNCHANGED" != 1 ]; then MOORAGE_DIGEST="$(docker image inspect --format \'{{json .RepoDigests}}\' "$IMAGE" | tr -d \'[]"\' | tr , \'\\n\' | grep -F "${IMAGE%:*}@")"; fi',
      ],
      finally: [
        'docker logout "$REGISTRY"',
        'if [ -n "$SOURCE_REGISTRY" ]; then docker logout "$SOURCE_REGISTRY"; fi',
        'docker logout',
      ],
    },
  },
} as const;
