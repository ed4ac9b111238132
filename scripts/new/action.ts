import { camel, FILL, kebab, words } from './names.ts';
import { type Kind, mustBeNew } from './scaffold.ts';

/** An action: its door, what it does behind it, and a test. */
export const action: Kind = {
  usage: '<name>',
  async make(root, [given]) {
    const name = kebab(given, 'the name of the action');
    const [door, work] = [`actions/${name}/main.ts`, `src/runner/${name}.ts`];
    for (const file of [door, work]) await mustBeNew(root, file);
    return {
      files: new Map([
        [door, doorOf(name)],
        [`actions/${name}/README.md`, readmeOf(name)],
        [work, workOf(name)],
        [`src/runner/${name}.test.ts`, testOf(name)],
      ]),
      next: [
        `Declare inputs and outputs in ${door}; new inputs are defined in src/runner/inputs.ts, and read in src/runner/values.ts.`,
        `Write what it does in ${work}, and its test next to it.`,
        `Say what it is for in actions/${name}/README.md; the tables are generated.`,
        'npm run build writes action.yml, the tables and dist/.',
        'For the command line, add it to src/cli/commands.ts.',
      ],
    };
  },
};

const doorOf = (name: string): string => `import { defineAction } from '../../src/runner/action.ts';

export const action = defineAction({
  name: '${name}',
  title: 'Shiplock ${words(name).toLowerCase()}',
  description: '${FILL} what it does, in one or two sentences.',
  inputs: ['environment'],
  required: ['environment'],
  outputs: {
    done: '${FILL} what this output says.',
  },
  run: async (door) => {
    const { ${camel(name)} } = await import('../../src/runner/${name}.ts');
    return ${camel(name)}(door);
  },
});
`;

const workOf = (name: string): string => `import type { Door, DoorResult } from './action.ts';
import { required } from './values.ts';

/** ${FILL} what the action does, and which errors it throws. */
export async function ${camel(name)}({ inputs, say }: Door): Promise<DoorResult<'done'>> {
  const environment = required(inputs, 'environment');
  // ${FILL} compose only what it needs (src/runner/compose-*.ts), and do it.
  say(\`${name}: \${environment}\`);
  return { outputs: { done: 'false' }, summary: '' };
}
`;

const testOf = (name: string): string => `import { expect, test } from 'vitest';
import { ${camel(name)} } from './${name}.ts';

test('${FILL} what it does, in the user’s words', async () => {
  const door = { inputs: { environment: 'staging' }, say() {}, warn() {}, summarize: async () => {} };
  expect(await ${camel(name)}(door)).toMatchObject({ outputs: { done: 'true' } });
});
`;

const readmeOf = (name: string): string => `# Shiplock ${words(name).toLowerCase()}

${FILL} what it is for, when to use it, and what it refuses.

\`\`\`yaml
- uses: owner/shiplock/actions/${name}@SHA
  with:
    environment: staging
\`\`\`

<!-- inputs-outputs -->
<!-- /inputs-outputs -->
`;
