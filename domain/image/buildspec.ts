/**
 * The one buildspec of both builders. It holds no caller's text: whatever a spec says arrives as an environment variable
 * and is only ever used inside double quotes, as an argument that cannot be an option.
 *
 * One single-platform manifest without attestations is pushed, so that a digest has one meaning; a mirrored image keeps the
 * digest it had elsewhere beside ours. The push is guarded, because CodeBuild runs POST_BUILD even when BUILD failed. It does
 * not after a failed PRE_BUILD: whoever logs in does so in BUILD, so that the logout comes in any case.
 */
export const buildspec = {
  version: 0.2,
  env: { shell: 'bash', 'exported-variables': ['MOORAGE_DIGEST', 'MOORAGE_ARCHITECTURE'] },
  phases: {
    pre_build: {
      commands: [
        'case "$REFERENCE:/$DOCKERFILE/" in -* | */../*) echo "neither an option nor a file outside the context" >&2; exit 1 ;; esac',
        'if [ "$SOURCE" = build ]; then aws s3 cp "$CONTEXT_URL" context.zip && unzip -q context.zip -d context; fi',
      ],
    },
    build: {
      commands: [
        'aws ecr get-login-password | docker login --username AWS --password-stdin "$REGISTRY"',
        'if [ -n "$DOCKER_HUB_USERNAME" ]; then printf \'%s\' "$DOCKER_HUB_PASSWORD" | docker login --username "$DOCKER_HUB_USERNAME" --password-stdin; fi',
        'if [ "$SOURCE" = build ]; then docker buildx build --load --provenance=false --sbom=false --platform "$PLATFORM" --file "context/$DOCKERFILE" --tag "$IMAGE" context; else docker pull --platform "$PLATFORM" "$REFERENCE" && docker tag "$REFERENCE" "$IMAGE"; fi',
        'MOORAGE_ARCHITECTURE="$(docker image inspect --format \'{{.Architecture}}\' "$IMAGE")"',
        'if [ "linux/$MOORAGE_ARCHITECTURE" != "$PLATFORM" ]; then echo "the image is for linux/$MOORAGE_ARCHITECTURE, the service runs on $PLATFORM" >&2; exit 1; fi',
      ],
    },
    post_build: {
      commands: [
        'if [ "$CODEBUILD_BUILD_SUCCEEDING" = 1 ]; then docker push "$IMAGE"; fi',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
        'if [ "$CODEBUILD_BUILD_SUCCEEDING" = 1 ]; then MOORAGE_DIGEST="$(docker image inspect --format \'{{json .RepoDigests}}\' "$IMAGE" | tr -d \'[]"\' | tr , \'\\n\' | grep -F "${IMAGE%:*}@")"; fi',
      ],
      finally: ['docker logout "$REGISTRY"', 'docker logout'],
    },
  },
} as const;
