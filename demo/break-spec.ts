import type { Service, Spec } from '../schemas/gen/spec.types.ts';

const broken = {
  /** A tag Docker Hub does not have: found when the image is copied. */
  image: (spec: Spec) => withService(spec, 'stock', { image: 'nginx:does-not-exist' }),
  /** A secret that exists and holds the wrong password: found when the build logs in. */
  secret: (spec: Spec): Spec => ({
    ...spec,
    dockerHubSecret: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:dockerhub-wrong-Ab12Cd',
  }),
  /** A port no socket has: the image builds, and nginx ends as soon as it has started. */
  port: (spec: Spec) =>
    withFiles(spec, 'custom', {
      Dockerfile:
        'FROM nginx:1.27\nCOPY index.html /usr/share/nginx/html/\nCOPY default.conf /etc/nginx/conf.d/default.conf\nEXPOSE 80\n',
      'default.conf': 'server {\n  listen 808080;\n  root /usr/share/nginx/html;\n}\n',
    }),
  /** An image for one architecture on machines of the other. */
  arch: (spec: Spec) => withService(spec, 'stock', { image: 'acme/amd64-only:1', architecture: 'ARM64' }),
} as const satisfies Record<string, (spec: Spec) => Spec>;

export type Breakage = keyof typeof broken;

export const breakages = Object.keys(broken);

export const isBreakage = (word: string): word is Breakage => Object.hasOwn(broken, word);

/** The example with one real-life mistake in it. */
export const breakSpec = (spec: Spec, how: Breakage): Spec => broken[how](spec);

const withService = (spec: Spec, name: string, change: Service): Spec => ({
  ...spec,
  services: { ...spec.services, [name]: { ...spec.services?.[name], ...change } },
});

const withFiles = (spec: Spec, name: string, files: Readonly<Record<string, string>>): Spec => ({
  ...spec,
  builds: { ...spec.builds, [name]: { ...spec.builds?.[name], files: { ...spec.builds?.[name]?.files, ...files } } },
});
