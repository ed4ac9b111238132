import { syncBuiltinESMExports } from 'node:module';
import promises from 'node:timers/promises';
import { setTimeout } from './hurried.ts';

/** Imported by a process of the built dist/ before anything else: it waits as hurried.ts has it. */
promises.setTimeout = setTimeout;
syncBuiltinESMExports();
