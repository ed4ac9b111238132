import type { Looked } from './committed.ts';
import type { Entry } from './entry.ts';
import { linkFault } from './links.ts';
import { shownPath } from './names.ts';
import type { Refusal } from './refusals.ts';

export function refuseLinks(looked: readonly Looked[], refuse: (refusal: Refusal) => void): void {
  const links = new Map(
    looked.flatMap(({ entry, target }) => (target === undefined ? [] : [[entry.path, target] as const])),
  );
  for (const [file, target] of links) {
    const fault = linkFault(file, target, links);
    if (fault) refuse({ path: file, why: `is a link to ${shownPath(target)}, which ${fault}` });
  }
}

/** Of the commit and the working tree together, one name may be a file here and a folder there. */
export function refuseBoth(looked: readonly Looked[], refuse: (refusal: Refusal) => void): void {
  const names = new Set(looked.map(({ entry }) => entry.path));
  const told = new Set<string>();
  for (const name of names) {
    for (let at = name.indexOf('/'); at !== -1; at = name.indexOf('/', at + 1)) {
      const above = name.slice(0, at);
      if (!names.has(above) || told.has(above)) continue;
      told.add(above);
      refuse({ path: above, why: 'is both a file and a folder' });
    }
  }
}

/** In the byte order of their paths. */
export function inOrder(looked: readonly Looked[]): Entry[] {
  return looked
    .map(({ entry }) => ({ entry, key: Buffer.from(entry.path) }))
    .sort((a, b) => Buffer.compare(a.key, b.key))
    .map(({ entry }) => entry);
}
