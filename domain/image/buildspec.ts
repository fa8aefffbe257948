/**
 * The one buildspec of both builders. It holds no caller's text: whatever a spec says arrives as an environment variable
 * and is only ever used inside double quotes, as an argument that cannot be an option.
 *
 * One single-platform manifest without attestations is pushed, so that a digest has one meaning. The push is guarded,
 * because CodeBuild runs POST_BUILD even when BUILD failed.
 */
export const buildspec = {
  version: 0.2,
  env: { shell: 'bash', 'exported-variables': ['MOORAGE_DIGEST', 'MOORAGE_ARCHITECTURE'] },
  phases: {
    pre_build: {
      commands: [
        'aws ecr get-login-password | docker login --username AWS --password-stdin "$REGISTRY"',
        'if [ -n "$DOCKER_HUB_USERNAME" ]; then printf \'%s\' "$DOCKER_HUB_PASSWORD" | docker login --username "$DOCKER_HUB_USERNAME" --password-stdin; fi',
        'if [ "$SOURCE" = build ]; then aws s3 cp "$CONTEXT_URL" context.zip && unzip -q context.zip -d context; fi',
      ],
    },
    build: {
      commands: [
        'if [ "$SOURCE" = build ]; then docker buildx build --load --provenance=false --sbom=false --platform "$PLATFORM" --file "context/$DOCKERFILE" --tag "$IMAGE" context; else docker pull --platform "$PLATFORM" "$REFERENCE" && docker tag "$REFERENCE" "$IMAGE"; fi',
        'MOORAGE_ARCHITECTURE="$(docker image inspect --format \'{{.Architecture}}\' "$IMAGE")"',
        'if [ "linux/$MOORAGE_ARCHITECTURE" != "$PLATFORM" ]; then echo "the image is for linux/$MOORAGE_ARCHITECTURE, the service runs on $PLATFORM" >&2; exit 1; fi',
      ],
    },
    post_build: {
      commands: [
        'if [ "$CODEBUILD_BUILD_SUCCEEDING" = 1 ]; then docker push "$IMAGE"; fi',
        'if [ "$CODEBUILD_BUILD_SUCCEEDING" = 1 ]; then MOORAGE_DIGEST="$(docker image inspect --format \'{{index .RepoDigests 0}}\' "$IMAGE")"; fi',
      ],
      finally: ['docker logout "$REGISTRY"', 'docker logout'],
    },
  },
} as const;
