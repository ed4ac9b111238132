import { vercelHosting as unwatched } from '../../../src/hosting/index.ts';
import { watched } from '../watch.ts';

export * from '../../../src/hosting/index.ts';
export const vercelHosting: typeof unwatched = (options) => watched('hosting', unwatched(options));
