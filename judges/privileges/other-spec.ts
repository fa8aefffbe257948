import type { Spec } from '../../schemas/gen/spec.types.ts';
import { demoSpec } from '../../test/support/demo-spec.ts';

const { stock = {} } = demoSpec.services;

/** One service goes, one comes, one changes: every stack has something to make and something to lose. */
export const otherSpec: Spec = {
  ...demoSpec,
  builds: {},
  services: { stock: { ...stock, variables: { COLOUR: 'blue' } }, fresh: { image: 'httpd:2.4', port: 80 } },
};
