import { vercelHosting as unwatched } from '../../../src/hosting/index.ts';
import { maybeBroken } from '../broken.ts';
import { watched } from '../watch.ts';

export * from '../../../src/hosting/index.ts';
export const vercelHosting: typeof unwatched = (options) =>
  watched('hosting', maybeBroken(unwatched(options)));
