import type { Interruption, ResourceChange, StackChange } from '../schemas/gen/api.types.ts';

/** Replaced every day, and nobody notices: ECS versions task definitions so, and tasks follow one after another. */
const everyday: readonly string[] = ['AWS::ECS::TaskDefinition'];

/** What ends when a resource of this type is taken away or becomes another. */
const gone: Readonly<Record<string, string>> = {
  'AWS::EC2::Instance': 'sessions on the bastion, and what was kept on its disk, end with it',
};

/** What ends when this property turns, though the resource stays. */
const turned: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'AWS::EC2::Route': {
    NatGatewayId:
      'connections to the outside that are open when it turns end; new ones leave by the other gateway, with its address',
  },
};

/** What of an update somebody can notice, beside tasks that are replaced one after another. */
export function interruptions(changes: readonly StackChange[]): readonly Interruption[] {
  return changes.flatMap(({ changed, replaced, removed }) => [
    ...replaced
      .filter(({ type }) => !everyday.includes(type))
      .map(({ id, type }) => ({ what: id, why: gone[type] ?? `it becomes another ${type}; what depends on the old one ends` })),
    ...removed.flatMap(({ id, type }) => (gone[type] === undefined ? [] : [{ what: id, why: gone[type] }])),
    ...changed.flatMap(turnedIn),
  ]);
}

function turnedIn({ id, type, properties = [] }: ResourceChange): readonly Interruption[] {
  return properties.flatMap((property) => {
    const why = turned[type]?.[property];
    return why === undefined ? [] : [{ what: id, why }];
  });
}
