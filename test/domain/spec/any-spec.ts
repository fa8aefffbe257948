import fc from 'fast-check';
import { anySpec as anyRenderable, type ServedSpec } from '../../blueprint/any-spec.ts';

/** Specs the schema accepts, the fields of the whole environment among them. */
export const anySpec: fc.Arbitrary<ServedSpec> = fc
  .tuple(
    anyRenderable,
    fc.record(
      {
        architecture: fc.constantFrom('X86_64' as const, 'ARM64' as const),
        dockerHubSecret: fc.constant('arn:aws:secretsmanager:eu-west-1:111122223333:secret:dockerhub-Ab12Cd'),
        protected: fc.boolean(),
        $schema: fc.constant('https://moorage.dev/schemas/spec.json'),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([spec, more]) => ({ ...spec, ...more }));

/** Names that mean something to JavaScript, and must mean nothing to us. */
export const oddNames = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'a/b', 'a~1b', '', 'services', 'web', 'image'];

/** Any JSON, most of it shaped a little like a spec. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.object({
    key: fc.constantFrom(
      ...oddNames,
      'builds',
      'files',
      'variables',
      'tags',
      'network',
      'cidr',
      'command',
      'build',
      'dockerfile',
    ),
    values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)],
    maxDepth: 5,
  }),
);
