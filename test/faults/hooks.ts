import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { root } from '../../scripts/project.ts';

/** Where the composition gets a port from, and what it gets in its place: the same, seen by watch.ts. */
const WATCHED: Readonly<Record<string, string>> = {
  'src/hosting/index.ts': 'hosting',
  'src/codehost/index.ts': 'codehost',
  'src/errortracker/index.ts': 'errortracker',
  'src/notices/index.ts': 'notices',
  'src/database/migrations/index.ts': 'migrations',
};

/** Imported before anything of src: nothing in the product knows of it. */
registerHooks({
  resolve(specifier, context, next) {
    const isProduct = context.parentURL?.startsWith(pathToFileURL(path.join(root, 'src/')).href);
    if (isProduct && specifier === 'node:timers/promises')
      return next(pathToFileURL(path.join(import.meta.dirname, 'hurried.ts')).href, context);
    const found = next(specifier, context);
    const composes = context.parentURL?.startsWith(pathToFileURL(path.join(root, 'src/runner/')).href);
    if (!composes || !found.url.startsWith('file:')) return found;
    const name = WATCHED[path.relative(root, fileURLToPath(found.url))];
    return name === undefined
      ? found
      : { ...found, url: pathToFileURL(path.join(import.meta.dirname, 'watched', `${name}.ts`)).href };
  },
});
