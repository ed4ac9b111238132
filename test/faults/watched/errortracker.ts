import { sentryErrorTracker as unwatched } from '../../../src/errortracker/index.ts';
import { watched } from '../watch.ts';

export * from '../../../src/errortracker/index.ts';
export const sentryErrorTracker: typeof unwatched = (options) => watched('errorTracker', unwatched(options));
