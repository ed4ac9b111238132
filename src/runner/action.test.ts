import { expect, test } from 'vitest';
import type { PhaseResult } from '../release/context.ts';
import { defineAction } from './action.ts';

/** What the compiler holds an action to; `tsc` fails where one of these lines begins to compile. */
const about = { name: 'x', title: 'x', description: 'x', inputs: ['environment', 'force'] } as const;
const done = <O extends string>(outputs: Record<O, string>): PhaseResult<O> => ({
  ...{ phase: 'plan', state: 'done', summary: '', outputs },
});

test('an action sees the inputs that it declares, parsed', async () => {
  const action = defineAction({
    ...about,
    required: ['environment'],
    outputs: { name: 'x' },
    run: async ({ inputs }) => done({ name: inputs.environment.toUpperCase() + (inputs.force ? '!' : '') }),
  });
  const door = { say: () => undefined, warn: () => undefined, summarize: async () => undefined };
  const { outputs } = await action.run({ ...door, inputs: { environment: 'staging', force: true } });
  expect(outputs).toEqual({ name: 'STAGING!' });
});

test('an input that is not declared, and outputs other than the declared ones, do not compile', () => {
  const refused = [
    defineAction({
      ...about,
      required: ['environment'],
      outputs: { name: 'x' },
      // @ts-expect-error not declared
      run: async ({ inputs }) => done({ name: inputs.reason }),
    }),
    defineAction({
      ...about,
      required: ['environment'],
      outputs: { name: 'x' },
      // @ts-expect-error one output too few
      run: async () => done({}),
    }),
    defineAction({
      ...about,
      required: ['environment'],
      // @ts-expect-error one output too many
      outputs: { name: 'x' },
      run: async () => done({ name: 'a', other: 'b' }),
    }),
    defineAction({
      ...about,
      // @ts-expect-error required, but not taken
      required: ['reason'],
      outputs: { name: 'x' },
      run: async () => done({ name: 'a' }),
    }),
  ];
  // What `tsc` alone tells; at run time each is an action like any other.
  expect(refused.map(({ manifest }) => Object.keys(manifest.outputs))).toEqual(refused.map(() => ['name']));
});
