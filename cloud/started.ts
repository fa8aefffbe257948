/** How AWS took the call: accepted, nothing to do, not now (somebody's operation runs), or no for good. */
export type Started =
  | { readonly answer: 'accepted'; readonly reference?: string }
  | { readonly answer: 'unchanged' }
  | { readonly answer: 'busy'; readonly message: string }
  | { readonly answer: 'refused'; readonly message: string };
