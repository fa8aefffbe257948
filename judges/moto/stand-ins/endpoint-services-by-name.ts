import { DescribeVpcEndpointServicesCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Connect } from '../../../cloud/connect.ts';
import type { StandIn } from '../stand-in.ts';

/** DescribeVpcEndpointServices with the filter `service-name`: those of the named that there are, and no error for the others. */
export function endpointServicesByName(moto: Connect): StandIn {
  return {
    lacks: 'fails when endpoint services are filtered by their name',
    async stillNeeded(elsewhere) {
      const Filters = [{ Name: 'service-name', Values: ['com.amazonaws.ap-southeast-2.logs'] }];
      try {
        await elsewhere(EC2Client).send(new DescribeVpcEndpointServicesCommand({ Filters }));
        return false;
      } catch {
        return true;
      }
    },
    async handle(call, next) {
      if (call.operation !== 'DescribeVpcEndpointServices') return next();
      const form = new URLSearchParams(call.body.toString('utf8'));
      if (form.get('Filter.1.Name') !== 'service-name') return next();
      const named = [...form].flatMap(([name, value]) => (/^Filter\.1\.Value\.\d+$/.test(name) ? [value] : []));
      const { ServiceNames = [] } = await moto(EC2Client).send(new DescribeVpcEndpointServicesCommand({}));
      for (const name of [...form.keys()]) if (name.startsWith('Filter.')) form.delete(name);
      const known = named.filter((name) => ServiceNames.includes(name));
      for (const [index, name] of known.entries()) form.set(`ServiceName.${index + 1}`, name);
      return next({ ...call, body: Buffer.from(form.toString()) });
    },
  };
}
