/** Why a symbolic link cannot be uploaded; undefined where it stays inside of the folder. */
export type LinkFault = 'leaves the folder' | 'is absolute' | 'is circular' | undefined;

/** As many as Linux follows. */
const MOST = 40;

/**
 * Follows a link through the other links of the same folder, as the file system that it is laid out in will: `a/../x` is
 * not `x` where `a` is a link. What it points at need not exist.
 */
export function linkFault(path: string, target: string, links: ReadonlyMap<string, string>): LinkFault {
  if (target.startsWith('/') || /^[A-Za-z]:/.test(target) || target.includes('\\')) return 'is absolute';
  const at = path.split('/').slice(0, -1);
  const todo = target.split('/');
  let followed = 0;
  for (let part = todo.shift(); part !== undefined; part = todo.shift()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (at.pop() === undefined) return 'leaves the folder';
      continue;
    }
    at.push(part);
    const next = links.get(at.join('/'));
    if (next === undefined) continue;
    followed += 1;
    if (followed > MOST) return 'is circular';
    if (next.startsWith('/')) return 'leaves the folder';
    at.pop();
    todo.unshift(...next.split('/'));
  }
  return undefined;
}
