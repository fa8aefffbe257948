import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayChange } from '../../../domain/ownership/may-change.ts';
import { principalFault } from '../../../domain/ownership/principal-fault.ts';

const account = '111122223333';
const user = (name: string) => `arn:aws:iam::${account}:user/${name}`;
const role = (name: string, of = account) => `arn:aws:iam::${of}:role/${name}`;
const session = (name: string, of = account) => `arn:aws:sts::${of}:assumed-role/${name}/i-0abc`;
const asked = (actor: string, owners?: readonly string[], more: { createdBy?: string; admins?: string[] } = {}) =>
  mayChange({ actor, createdBy: user('creator'), admins: [], ...more, ...(owners ? { owners } : {}) });

describe('who may change an environment', () => {
  it.each([
    ['a user that is named', user('ada'), user('ada'), true],
    ['another user', user('eve'), user('ada'), false],
    ['a user whose name only begins so', user('ada2'), user('ada'), false],
    ['a user of that path', user('team/ada'), user('team/*'), true],
    ['a user of that name at another path', user('team/ada'), user('ada'), false],
    ['a session of the role', session('deployer'), role('deployer'), true],
    ['a session of the role, which has a path', session('deployer'), role('ci/shop/deployer'), true],
    ['a session of another role', session('deployer2'), role('deployer'), false],
    ['a session of that role in another account', session('deployer', '444455556666'), role('deployer'), false],
    ['a session of a role of any account', session('deployer', '444455556666'), role('deployer', '*'), true],
    ['a session called like a role', `arn:aws:sts::${account}:assumed-role/other/deployer`, role('deployer'), false],
    ['a session of a role that begins so', session('AWSReservedSSO_Ops_1f'), role('AWSReservedSSO_Ops_*'), true],
    ['a user called like a role', user('deployer'), role('deployer'), false],
    ['a role when every user may', session('deployer'), user('*'), false],
    ['a subject', 'auth0|5f7c', 'auth0|5f7c', true],
    ['a subject in other letters', 'auth0|5F7C', 'auth0|5f7c', false],
    ['a subject, when a star is one', 'auth0|5f7c', '*', false],
    ['a dot, which is only a dot', user('aXda'), user('a.da'), false],
    ['text between two stars', user('a-b-c'), user('*-b-*'), true],
    ['parts that would overlap', user('ab'), user('ab*b'), false],
  ])('%s', (_what, actor, owner, may) => {
    expect(asked(actor, [owner])).toBe(may);
  });

  it('is everybody without owners, and with an empty list the creator and the admins', () => {
    expect(asked(user('eve'))).toBe(true);
    expect(asked(user('eve'), [])).toBe(false);
    expect(asked(user('creator'), [])).toBe(true);
    expect(asked(session('operators'), [], { admins: [role('operators')] })).toBe(true);
  });

  it('is every session of the role whose session created it', () => {
    const createdBy = `arn:aws:sts::${account}:assumed-role/deployer/another`;

    expect(asked(session('deployer'), [user('ada')], { createdBy })).toBe(true);
    expect(asked(session('deployer2'), [user('ada')], { createdBy })).toBe(false);
  });

  it('is nobody else because the creator is called like a pattern', () => {
    expect(asked(user('eve'), [user('ada')], { createdBy: user('*') })).toBe(false);
  });
});

const name = fc.stringMatching(/^[\w+=,.@-]{1,12}$/);
const path = fc.array(name, { maxLength: 2 }).map((parts) => parts.map((part) => `${part}/`).join(''));
const principal = fc.oneof(
  fc.tuple(path, name).map(([at, one]) => user(at + one)),
  fc.tuple(path, name).map(([at, one]) => role(at + one)),
  name.map((one) => `auth0|${one}`),
);
const pattern = fc.oneof(
  principal,
  fc
    .tuple(fc.constantFrom('user', 'role'), fc.stringMatching(/^[a-c*]{1,6}$/))
    .map(([kind, one]) => `arn:aws:iam::*:${kind}/${one}`),
);
const owners = fc.array(pattern, { maxLength: 4 });

describe('whatever the owners are', () => {
  it('creator and admins may, and owners let in whom they name', () => {
    fc.assert(
      fc.property(principal, principal, owners, owners, (actor, createdBy, list, admins) => {
        const may = mayChange({ actor, createdBy, owners: list, admins });
        expect(mayChange({ actor: createdBy, createdBy, owners: list, admins })).toBe(true);
        expect(mayChange({ actor, createdBy, owners: list, admins: [...admins, actor] })).toBe(true);
        expect(mayChange({ actor, createdBy, owners: [...list, actor], admins })).toBe(true);
        // More owners never take anything from anybody, and it is not their order that counts.
        if (may) expect(mayChange({ actor, createdBy, owners: [...list, createdBy], admins })).toBe(true);
        expect(mayChange({ actor, createdBy, owners: list.toReversed(), admins: admins.toReversed() })).toBe(may);
      }),
    );
  });

  it('whoever is neither named nor matched is kept out', () => {
    const others = fc.array(principal, { maxLength: 4 });
    fc.assert(
      fc.property(principal, principal, others, others, (actor, createdBy, list, admins) => {
        const who = (one: string) => one.replace(/:role\/.*\//, ':role/');
        fc.pre(![createdBy, ...list, ...admins].some((one) => who(one) === who(actor)));
        expect(mayChange({ actor, createdBy, owners: list, admins })).toBe(false);
      }),
    );
  });

  it('a star matches what a regular expression of the same meaning matches', () => {
    const text = fc.stringMatching(/^[a-c]{0,8}$/);
    fc.assert(
      fc.property(text, fc.stringMatching(/^[a-c*]{0,8}$/), (one, wild) => {
        const expected = new RegExp(`^${wild.replaceAll('*', '.*')}$`).test(one);
        expect(asked(user(one), [user(wild)])).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('no pattern takes long', () => {
    const began = performance.now();
    asked(
      user('a'.repeat(500)),
      Array.from({ length: 20 }, () => `${user('*a'.repeat(250))}b`),
    );
    expect(performance.now() - began).toBeLessThan(200);
  });
});

describe('a text that cannot be an owner', () => {
  it.each([
    [`arn:aws:sts::${account}:assumed-role/deployer/ci`, /role\/deployer/],
    [`arn:aws:iam::${account}:root`, /no ARN of an IAM user or role/],
    ['arn:aws:s3:::bucket', /no ARN of an IAM user or role/],
    ['auth0|*', /Only inside an ARN/],
    [role('ci/*'), /Leave the path out/],
    [role('ci/dep*'), /role\/dep\*/],
    [user('team/'), /ends without a name/],
  ])('is %s', (text, says) => {
    expect(Object.values(principalFault(text) ?? {}).join(' ')).toMatch(says);
  });

  it.each([user('ada'), user('team/*'), role('deployer'), role('*/deployer'), role('dep*'), 'auth0|5f7c', 'sub with spaces'])(
    'is not %s',
    (text) => {
      expect(principalFault(text)).toBeUndefined();
    },
  );
});
