import { parseArgs } from 'node:util';

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
    workers: { type: 'string', default: '3' },
  },
});
