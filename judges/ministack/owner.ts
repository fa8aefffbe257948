/** Whose account it is: MiniStack takes a key of twelve digits for the root of that account. */
export const account = '123456789012';
export const region = 'eu-west-1';
export const secretKey = 'judge';
