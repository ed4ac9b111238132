import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

/** Cases wait more than they work: for a vendor that is late, a deadline, a process that begins. */
const WORKERS = availableParallelism() * 3;

/** The command's flags, as main.ts says what they are for. */
export const { values: options } = parseArgs({
  options: {
    sample: { type: 'boolean', default: false },
    breaks: { type: 'boolean', default: false },
    seed: { type: 'string', default: '0' },
    count: { type: 'string' },
    only: { type: 'string' },
    match: { type: 'string' },
    rounds: { type: 'string' },
    broken: { type: 'string' },
    resume: { type: 'string' },
    workers: { type: 'string', default: String(WORKERS) },
  },
});
