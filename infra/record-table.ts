import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { table } from '../functions/catalog.ts';

const key = (name: string) => ({ name, type: AttributeType.STRING });

/** The record. It outlives its stack: without it nobody knows which environments are paid for. */
export function recordTable(stack: Stack): Table {
  const record = new Table(stack, 'Record', {
    partitionKey: key(table.partitionKey),
    sortKey: key(table.sortKey),
    billingMode: BillingMode.PAY_PER_REQUEST,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  for (const [indexName, { partitionKey, sortKey }] of Object.entries(table.indexes)) {
    record.addGlobalSecondaryIndex({
      indexName,
      partitionKey: key(partitionKey),
      sortKey: key(sortKey),
      projectionType: ProjectionType.ALL,
    });
  }
  return record;
}
