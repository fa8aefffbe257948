/**
 * The one hook for every outside world. Lambda passes plain clients, the embedded service clients with the simulator
 * attached, AWS_ENDPOINT_URL leads plain clients to an emulator; nothing else in the product knows the difference.
 */
export type Connect = <C>(Client: new (config: object) => C) => C;

/** What AWS itself offers: region and credentials come from the environment. */
export const connectToAws: Connect = (Client) => new Client({});
