import { generatedName } from '../cloudformation/generated-name.ts';
import { handlerError, plainResourceType } from '../cloudformation/plain-resource-type.ts';
import type { ResourceType } from '../cloudformation/resource-type.ts';
import { logsState, makeGroup, setRetention } from './log-groups.ts';

const codes: Readonly<Record<string, string>> = {
  ResourceAlreadyExistsException: 'AlreadyExists',
  InvalidParameterException: 'InvalidRequest',
  ResourceNotFoundException: 'NotFound',
};

/** The API's refusal as the handler passes it on. */
function passingOn<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw handlerError(codes[error.name] ?? 'GeneralServiceException', error.message, error.name);
  }
}

const days = (value: unknown) => (value === undefined ? undefined : Number(value));

export const logGroupType: ResourceType = plainResourceType({
  type: 'AWS::Logs::LogGroup',
  properties: ['LogGroupName', 'RetentionInDays', 'KmsKeyId', 'LogGroupClass', 'Tags'],
  createOnly: ['LogGroupName', 'LogGroupClass'],
  create: [2, 5],
  make(request, context) {
    const name = String(request.properties.LogGroupName ?? generatedName(request, context, 512));
    return passingOn(() => {
      const group = makeGroup(context, name, { ...request.tags });
      try {
        setRetention(group, days(request.properties.RetentionInDays));
      } catch (error) {
        delete logsState(context).groups[name];
        throw error;
      }
      return name;
    });
  },
  change(request, context) {
    const group = logsState(context).groups[request.physicalId];
    if (!group) throw handlerError('NotFound', 'The specified log group does not exist.');
    passingOn(() => setRetention(group, days(request.properties.RetentionInDays)));
    group.tags = { ...request.tags };
  },
  remove(id, _request, context) {
    delete logsState(context).groups[id];
  },
  attributes(id, context) {
    return { Arn: `${logsState(context).groups[id]?.arn ?? ''}:*` };
  },
});
