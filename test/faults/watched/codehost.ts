import { githubCodeHost as unwatched } from '../../../src/codehost/index.ts';
import { watched } from '../watch.ts';

export * from '../../../src/codehost/index.ts';
export const githubCodeHost: typeof unwatched = (options) => watched('codeHost', unwatched(options));
