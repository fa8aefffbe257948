import type { World } from './start-world.ts';

/** What is said of an environment whose operation is over: an operation has its result a moment before its environment is given back. */
export async function released(world: World, path: string): Promise<string> {
  const limit = Date.now() + 15_000;
  for (;;) {
    const { status, body } = await world.request('GET', path);
    const said = (body as { readonly status?: unknown }).status;
    const isHeld = typeof said === 'string' && /ING$/.test(said);
    if (!isHeld || Date.now() > limit) return status === 404 || typeof said !== 'string' ? String(status) : said;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
