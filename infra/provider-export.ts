/** Under this name every template of the account and region finds whom to ask: `!ImportValue MoorageProviderArn`. */
export const providerExport = 'MoorageProviderArn';
