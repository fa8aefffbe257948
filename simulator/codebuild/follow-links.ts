import type { IFileSystem } from 'just-bash';

/** A path with every symlink on it followed, as the kernel walks it: `..` after a link is the parent of where it led. */
export async function followLinks(fs: IFileSystem, cwd: string, path: string): Promise<string> {
  const rest = (path.startsWith('/') ? path : `${cwd}/${path}`).split('/');
  const done: string[] = [];
  let links = 0;
  while (rest.length > 0) {
    const part = rest.shift();
    if (!part || part === '.') continue;
    if (part === '..') {
      done.pop();
      continue;
    }
    const here = `/${[...done, part].join('/')}`;
    const isLink = await fs.lstat(here).then(
      (stat) => stat.isSymbolicLink,
      () => false,
    );
    if (!isLink) {
      done.push(part);
      continue;
    }
    links += 1;
    if (links > 40) throw new Error('Too many levels of symbolic links');
    const target = await fs.readlink(here);
    if (target.startsWith('/')) done.length = 0;
    rest.unshift(...target.split('/'));
  }
  return `/${done.join('/')}`;
}
