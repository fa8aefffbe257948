/** An environment's stacks, in the order in which they depend on each other. */
export const stackKinds = ['registry', 'foundation', 'services'] as const;
export type StackKind = (typeof stackKinds)[number];
