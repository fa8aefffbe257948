import { awsError } from '../aws-error.ts';
import type { Context, Service } from '../service.ts';
import { tagResources } from './tag-resources.ts';
import { taggedResources } from './tagged-resources.ts';
import type { TaggingState } from './tagging-state.ts';

interface GetResourcesInput {
  readonly ResourceARNList?: readonly string[];
  readonly TagFilters?: readonly { readonly Key?: string; readonly Values?: readonly string[] }[];
  readonly ResourceTypeFilters?: readonly string[];
  readonly ResourcesPerPage?: number;
  readonly TagsPerPage?: number;
  readonly PaginationToken?: string;
}

/** The Resource Groups Tagging API: the tags of other services' resources, seen from one place. */
export const tagging: Service = {
  name: 'ResourceGroupsTaggingAPI',
  empty: (): TaggingState => ({ bucketTags: {} }),
  timers: {},
  operations: { GetResources: getResources, TagResources: tagResources },
};

/** Only what has tags or has had some; what does not exist is no error, it is simply not in the answer. */
function getResources(input: GetResourcesInput, context: Context): object {
  if (context.knob('tagging.throttled') === true) throw awsError('ThrottledException', 'Rate exceeded');
  refuse(input);
  const { ResourceARNList: arns, TagFilters = [], ResourceTypeFilters = [], ResourcesPerPage = 50, PaginationToken } = input;
  const wanted = taggedResources(context).filter(
    ({ arn, type, tags }) =>
      (arns?.includes(arn) ?? true) &&
      (ResourceTypeFilters.length === 0 || ResourceTypeFilters.some((one) => one === type || one === type.split(':')[0])) &&
      TagFilters.every(({ Key = '', Values = [] }) => {
        const value = tags[Key];
        return value !== undefined && (Values.length === 0 || Values.includes(value));
      }),
  );
  const from = PaginationToken ? Number(PaginationToken) : 0;
  const size = arns ? arns.length : ResourcesPerPage;
  return {
    PaginationToken: from + size < wanted.length ? String(from + size) : '',
    ResourceTagMappingList: wanted.slice(from, from + size).map(({ arn, tags }) => ({
      ResourceARN: arn,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    })),
  };
}

function refuse(input: GetResourcesInput): void {
  const { ResourceARNList: arns, ResourcesPerPage } = input;
  const invalid = (text: string) => awsError('InvalidParameterException', text);
  if (ResourcesPerPage !== undefined && (ResourcesPerPage < 1 || ResourcesPerPage > 100))
    throw invalid('ResourcesPerPage must be between 1 and 100.');
  if (!arns) return;
  if (arns.length < 1 || arns.length > 100) throw invalid('ResourceARNList must have between 1 and 100 ARNs.');
  const beside = (['ResourceTypeFilters', 'TagFilters', 'ResourcesPerPage', 'TagsPerPage', 'PaginationToken'] as const).find(
    (name) => input[name] !== undefined,
  );
  if (beside) throw invalid(`ResourceARNList cannot be specified together with ${beside}.`);
}
