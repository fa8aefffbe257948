import { readFileSync } from 'node:fs';
import type { ServedSpec } from '../blueprint/any-spec.ts';

/** The demo's own request, so that what a person sees and what the tests break is the same thing. */
export const demoSpec: ServedSpec = JSON.parse(readFileSync(new URL('../../examples/hello.json', import.meta.url), 'utf8'));
