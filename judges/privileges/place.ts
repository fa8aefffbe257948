/** The one place everything is judged in: the simulated region's, so that recorded ARNs and synthesized ones are of one account. */
export const place = { partition: 'aws', region: 'eu-west-1', account: '111122223333', urlSuffix: 'amazonaws.com' } as const;
