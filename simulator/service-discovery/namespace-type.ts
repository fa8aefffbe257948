import { handlerError, plainResourceType } from '../cloudformation/plain-resource-type.ts';
import type { ResourceType } from '../cloudformation/resource-type.ts';
import type { Ec2State } from '../ec2/ec2-state.ts';
import type { Context } from '../service.ts';
import type { ServiceDiscoveryState } from './service-discovery-state.ts';

const stateOf = (context: Context) => context.state<ServiceDiscoveryState>('ServiceDiscovery');
const lettersAndDigits = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Schema: aws-servicediscovery-privatednsnamespace.json. The zone it makes is the VPC's alone, one of a name. */
export const namespaceType: ResourceType = plainResourceType({
  type: 'AWS::ServiceDiscovery::PrivateDnsNamespace',
  properties: ['Description', 'Name', 'Properties', 'Tags', 'Vpc'],
  required: ['Name', 'Vpc'],
  createOnly: ['Name', 'Vpc'],
  create: [30, 60],
  update: [5, 15],
  delete: [30, 60],
  make(request, context) {
    const { namespaces, hostedZones } = stateOf(context);
    const [Name, VpcId] = [String(request.properties.Name), String(request.properties.Vpc)];
    if (!context.state<Ec2State>('EC2').vpcs[VpcId])
      throw handlerError('InvalidRequest', `The VPC that you chose, ${VpcId} in region ${context.region}, does not exist.`);
    if (Object.values(hostedZones).some((zone) => zone.VpcId === VpcId && zone.Name === Name))
      throw handlerError(
        'GeneralServiceException',
        `The VPC ${VpcId} in region ${context.region} has already been associated with the hosted zone with the same domain name. (Service: AmazonRoute53; Status Code: 400; Error Code: ConflictingDomainExists; Request ID: ${context.uuid()})`,
      );
    const Id = `ns-${context.id(16, lettersAndDigits)}`;
    const HostedZoneId = `Z${context.id(20, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789')}`;
    hostedZones[HostedZoneId] = { Id: HostedZoneId, Name, VpcId };
    namespaces[Id] = {
      ...{ Id, Name, HostedZoneId, VpcId },
      Arn: `arn:${context.partition}:servicediscovery:${context.region}:${context.account}:namespace/${Id}`,
      Description: String(request.properties.Description ?? ''),
      createdAt: context.now(),
      Tags: { ...request.tags },
    };
    return Id;
  },
  change({ physicalId, properties, tags }, context) {
    const namespace = stateOf(context).namespaces[physicalId];
    if (!namespace) throw handlerError('NotFound', `Namespace ${physicalId} does not exist.`);
    namespace.Description = String(properties.Description ?? '');
    namespace.Tags = { ...tags };
  },
  remove(id, _request, context) {
    const { services, namespaces } = stateOf(context);
    if (namespaces[id] && Object.values(services).some(({ NamespaceId }) => NamespaceId === id))
      throw handlerError(
        'GeneralServiceException',
        'Namespace has associated services; delete the services before deleting the namespace',
        'ResourceInUse',
      );
  },
  gone(id, context) {
    const { namespaces, hostedZones } = stateOf(context);
    const namespace = namespaces[id];
    if (namespace) delete hostedZones[namespace.HostedZoneId];
    delete namespaces[id];
  },
  attributes(id, context) {
    const { Arn = '', HostedZoneId = '' } = stateOf(context).namespaces[id] ?? {};
    return { Id: id, Arn, HostedZoneId };
  },
});
