/** One row of the operator's allow-list. `*` stands for any text in actions and resources. */
export interface Offer {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** Whether a row allows the action on the resource. Both may hold `*` themselves; then the row has to cover all they mean. */
export function isOffered(action: string, resource: string, offers: readonly Offer[]): boolean {
  return offers.some(
    (offer) => offer.actions.some((row) => covers(row, action)) && offer.resources.some((row) => covers(row, resource)),
  );
}

/** Taken literally, a `*` of the wish is only matched by one of the row, which covers everything it could mean. */
function covers(row: string, wish: string): boolean {
  const literal = row.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 's').test(wish);
}
