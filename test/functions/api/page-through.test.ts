import { beforeAll, describe, expect, it } from 'vitest';
import type { EnvironmentPage, OperationPage, Problem } from '../../../schemas/gen/api.types.ts';
import { validateEnvironmentView, validateOperationView } from '../../../schemas/gen/validators.js';
import { givenWorld, type TestWorld } from '../../support/world.ts';
import { small } from './serving.ts';

const names = ['blog', 'crm', 'docs', 'erp', 'mail', 'shop', 'wiki'];
type Page = EnvironmentPage & OperationPage & Problem;

describe('lists', () => {
  let world: TestWorld;
  let operations: string[];
  beforeAll(async () => {
    world = await givenWorld();
    const failing = await world.put('blog', { services: { web: { image: 'nginx:no-such-tag' } } });
    const serving = await world.put('wiki', small);
    operations = [failing, serving];
    await world.ended(failing);
    await world.ended(serving);
    for (const name of names.slice(1, -1)) operations.push(await world.put(name, small));
  });
  const get = async (path: string) => (await world.request<Page>('GET', path)).body;
  /** Every item, page after page, and how many pages that took. */
  const walk = async (path: string) => {
    const items: { readonly status: string; readonly name?: string; readonly id?: string }[] = [];
    let next: string | undefined;
    let pages = 0;
    do {
      const page = await get(`${path}${next === undefined ? '' : `&next=${encodeURIComponent(next)}`}`);
      items.push(...(page.environments ?? page.operations));
      next = page.next;
      pages += 1;
    } while (next !== undefined && pages < 100);
    return { items, pages };
  };

  it('environments show what needs a person first, without their specs', async () => {
    const { environments } = await get('/environments');

    expect(environments.map(({ status }) => status)).toEqual(['FAILED', ...Array(5).fill('CREATING'), 'AVAILABLE']);
    for (const environment of environments) {
      expect(validateEnvironmentView(environment)).toBe(true);
      expect(environment).not.toHaveProperty('spec');
    }
  });

  it.each([1, 2, 3, 5, 7, 100])('in pages of %i hold everything once', async (limit) => {
    const environments = await walk(`/environments?limit=${limit}`);
    const all = await walk(`/operations?limit=${limit}`);

    expect(environments.items.map(({ name }) => name).sort()).toEqual(names);
    expect(all.items.map(({ id }) => id).sort()).toEqual([...operations].sort());
    expect(environments.pages).toBeGreaterThanOrEqual(Math.ceil(names.length / limit));
  });

  it.each([
    ['/environments?status=CREATING', 5],
    ['/environments?status=AVAILABLE', 1],
    ['/environments?status=STUCK', 0],
    ['/operations?status=SUCCEEDED', 1],
    ['/operations?status=FAILED', 1],
    ['/operations?status=CANCELLED', 0],
    ['/operations?environment=shop', 1],
    ['/operations?environment=nowhere', 0],
  ])('%s has %i', async (path, count) => {
    const page = await get(path);
    const { items } = await walk(`${path}&limit=2`);

    expect(page.environments ?? page.operations).toHaveLength(count);
    expect(items).toHaveLength(count);
    for (const item of page.operations ?? []) expect(validateOperationView(item)).toBe(true);
  });

  it('operations of one environment come newest first', async () => {
    const second = await world.put('wiki', { ...small, tags: { team: 'a' } });

    const { operations: ofWiki } = await get('/operations?environment=wiki');

    expect(ofWiki.map(({ id }) => id)).toEqual([second, operations[1]]);
  });

  it.each([
    ['/environments?limit=0', 'LIMIT_INVALID'],
    ['/environments?limit=101', 'LIMIT_INVALID'],
    ['/operations?limit=2.5', 'LIMIT_INVALID'],
    ['/operations?limit=many', 'LIMIT_INVALID'],
    ['/environments?status=available', 'STATUS_UNKNOWN'],
    ['/operations?status=', 'STATUS_UNKNOWN'],
    ['/operations?status=FAILED&environment=shop', 'QUERY_INVALID'],
    ['/operations?environment=Shop', 'NAME_INVALID'],
    ['/environments?next=', 'CURSOR_INVALID'],
    ['/environments?next=%2F', 'CURSOR_INVALID'],
    ['/environments?next=0.AAAA', 'CURSOR_INVALID'],
    ['/environments?next=7.', 'CURSOR_INVALID'],
    ['/environments?status=CREATING&next=1.', 'CURSOR_INVALID'],
    [`/operations?next=0.${Buffer.from('{"pk":"elsewhere"}').toString('base64url')}`, 'CURSOR_INVALID'],
    [`/operations?next=0.${Buffer.from('7').toString('base64url')}`, 'CURSOR_INVALID'],
    ['/waves?next=garbage', 'CURSOR_INVALID'],
    [`/waves?next=${Buffer.from('{"a":1}').toString('base64url')}`, 'CURSOR_INVALID'],
    [`/waves?next=0.${Buffer.from('{"a":1}').toString('base64url')}`, 'CURSOR_INVALID'],
  ])('answer 400 to %s', async (path, code) => {
    const { status, body } = await world.request<Problem>('GET', path);

    expect([status, body.code]).toEqual([400, code]);
  });

  it('answer 400 to a cursor of another list', async () => {
    const { next = '' } = await get('/environments?status=CREATING&limit=2');

    const { status, body } = await world.request<Problem>('GET', `/operations?status=RUNNING&next=${next}`);

    expect(next).not.toBe('');
    expect([status, body.code]).toEqual([400, 'CURSOR_INVALID']);
  });
});
