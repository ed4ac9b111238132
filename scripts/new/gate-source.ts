import { camel, FILL, insertBefore, kebab, pascal, words } from './names.ts';
import { type Kind, mustBeNew, readIn } from './scaffold.ts';

const FOLDER = 'src/gates/sources';
const INDEX = `${FOLDER}/index.ts`;
const GATE = 'src/gates/build.ts';
const VARIABLES = 'src/gates/variables.ts';

/** Where a gate takes samples from: its settings, what reads it, a test, and its page. */
export const gateSource: Kind = {
  usage: '<name, as settings will say it: use: acme-metrics>',
  async make(root, [given]) {
    const name = kebab(given, 'the name of the source');
    const folder = `${FOLDER}/${name}`;
    await mustBeNew(root, `${folder}/settings.ts`);
    return {
      files: new Map([
        [`${folder}/settings.ts`, settingsOf(name)],
        [`${folder}/source.ts`, sourceOf(name)],
        [`${folder}/source.test.ts`, testOf(name)],
        [`${folder}/README.md`, readmeOf(name)],
        [INDEX, inIndex(await readIn(root, INDEX), name)],
        [GATE, inGate(await readIn(root, GATE), name)],
        [
          VARIABLES,
          insertBefore(await readIn(root, VARIABLES), "\n    case 'http':", `\n    case '${name}':`),
        ],
      ]),
      next: [
        `Describe the keys in ${folder}/settings.ts, and read the counts in ${folder}/source.ts.`,
        `Write its test: what it counts, and that an answer which proves nothing never passes.`,
        `Say in ${folder}/README.md what it can show and what it cannot.`,
        `If it needs a secret or a vendor, give it in buildSource of ${GATE}; src/runner/compose-gate.ts has both. Variables that its settings name belong into ${VARIABLES}.`,
        'npm run build writes docs/gates and the JSON Schema.',
      ],
    };
  },
};

const settingsOf = (name: string): string => `import { z } from 'zod';
import { isWebAddress } from '../../../http/same-origin.ts';

/** ${FILL} what is counted, and by whom. */
export const ${camel(name)}Settings = z.strictObject({
  use: z.literal('${name}').describe('${FILL} what it asks, in one line.'),
  name: z.string().min(1).default('${name}').describe('Name in the evidence.'),
  url: z
    .string()
    .refine(isWebAddress, { error: 'must be an http(s) URL without user and password' })
    .describe('${FILL} what answers there.'),
});

export type ${pascal(name)}Settings = z.output<typeof ${camel(name)}Settings>;
`;

const sourceOf = (name: string): string => `import { z } from 'zod';
import { EVERY_MS, goodOfTotal, type Source, unreadable } from '../../source.ts';
import type { ${pascal(name)}Settings } from './settings.ts';

export interface ${pascal(name)}Target {
  readonly fetch?: typeof fetch;
}

/** ${FILL} the answer as its reference has it, with a link. */
const answer = z.object({ good: z.number(), total: z.number() });

/** ${FILL} what it counts, and since when. */
export function ${camel(name)}Source(
  { name, url }: ${pascal(name)}Settings,
  { fetch: request = fetch }: ${pascal(name)}Target,
): Source {
  return {
    name,
    everyMs: EVERY_MS,
    ownTotal: true,
    async sample(signal) {
      const response = await request(url, { signal, redirect: 'manual' });
      if (!response.ok) throw unreadable(name, \`it answered HTTP \${response.status}\`);
      const counts = answer.safeParse(await response.json());
      if (!counts.success) throw unreadable(name, 'its answer has no good and total');
      return goodOfTotal(name, counts.data.good, counts.data.total);
    },
  };
}
`;

const testOf = (name: string): string => `import { expect, test } from 'vitest';
import { ${camel(name)}Settings } from './settings.ts';
import { ${camel(name)}Source } from './source.ts';

const settings = ${camel(name)}Settings.parse({ use: '${name}', url: 'https://metrics.example/counts' });
const sample = (response: Response) =>
  ${camel(name)}Source(settings, { fetch: async () => response }).sample(AbortSignal.timeout(1_000));

test('${FILL} what it counts, in the user’s words', async () => {
  const counts = await sample(Response.json({ good: 9, total: 10 }));
  expect(counts).toMatchObject({ samples: 10, failures: 1 });
});

test.each([
  ['an error', new Response('', { status: 500 })],
  ['an answer without counts', Response.json({})],
])('%s is never a pass', async (_name, response) => {
  await expect(sample(response)).rejects.toThrow('SHIPLOCK_GATE_SOURCE');
});
`;

const readmeOf = (name: string): string => `# ${words(name)}

${FILL} what it asks, and what it needs.

\`\`\`yaml
gates:
  watch:
    sources:
      - use: ${name}
        url: https://metrics.example/counts
\`\`\`

## What it can show

- ${FILL} which faults of a release it finds.

## What it cannot show

- ${FILL} which faults it does not see.
`;

function inIndex(text: string, name: string): string {
  const imports = [...text.matchAll(/^import \{ \w+ \} from '\.\/([\w-]+)\/settings\.ts';$/gm)];
  const next = imports.find(([, other = '']) => other > name);
  const last = imports.at(-1);
  if (!last) throw new Error(`${INDEX} imports no source`);
  const at = next ? next.index : last.index + last[0].length + 1;
  const line = `import { ${camel(name)}Settings } from './${name}/settings.ts';\n`;
  const imported = text.slice(0, at) + line + text.slice(at);
  const key = name.includes('-') ? `'${name}'` : name;
  const listed = insertBefore(
    imported,
    '\n} as const;',
    `\n  ${key}: ${camel(name)}Settings.safeExtend({ observe }),`,
  );
  const member = name.includes('-') ? `SOURCES['${name}']` : `SOURCES.${name}`;
  return insertBefore(listed, '\n]);', `\n  ${member},`);
}

/** The import where the linter sorts it, and the case that the compiler asks for. */
function inGate(text: string, name: string): string {
  const imports = [...text.matchAll(/^import .* from '\.\/([\w/-]+)\.ts';$/gm)];
  const file = `sources/${name}/source`;
  const next = imports.find(([, other = '']) => other > file);
  if (!next) throw new Error(`${GATE} imports nothing after ${file}`);
  const line = `import { ${camel(name)}Source } from './${file}.ts';\n`;
  const imported = text.slice(0, next.index) + line + text.slice(next.index);
  return insertBefore(
    imported,
    "\n    case 'sentry':",
    `\n    case '${name}':\n      return ${camel(name)}Source(settings, deps);`,
  );
}
