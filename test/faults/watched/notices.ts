import { slackNotices as unwatched } from '../../../src/notices/index.ts';
import { watched } from '../watch.ts';

export * from '../../../src/notices/index.ts';
export const slackNotices: typeof unwatched = (options) => watched('notices', unwatched(options));
