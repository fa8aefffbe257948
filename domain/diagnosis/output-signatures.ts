import { otherArchitecture } from './other-architecture.ts';
import type { Signature } from './signature.ts';

/** What a container says itself before it exits; only asked when ECS says no more than that it did. */
export const outputSignatures: readonly Signature[] = [
  {
    code: 'IMAGE_ARCHITECTURE_MISMATCH',
    pattern: /^exec \S+: exec format error$/m,
    sentence: 'What {subject} is to run is made for another CPU architecture than its tasks, or is no program at all.',
    remedy: 'Set `architecture` to that of the image, or build it for this one; a script has to begin with `#!`.',
    mend: otherArchitecture,
    terminal: true,
  },
];
