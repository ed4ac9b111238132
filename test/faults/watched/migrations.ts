import { migrationEngine as unwatched } from '../../../src/database/migrations/index.ts';
import { watched } from '../watch.ts';

export * from '../../../src/database/migrations/index.ts';
export const migrationEngine: typeof unwatched = (options) => watched('migrations', unwatched(options));
