import { camel, constant, FILL, insertBefore, kebab, words } from './names.ts';
import { exists, type Kind, readIn, type Scaffold } from './scaffold.ts';

const FOLDER = 'src/database/hazards/rules';
const INDEX = `${FOLDER}/index.ts`;
const EXAMPLES = 'test/hazards/examples.ts';

/** A rule about migrations: in a family that is there, or with a family of its own. */
export const rule: Kind = {
  usage: '<rule-id> <family> [statement tag, such as CommentStmt]',
  async make(root, [givenId, givenFamily, tag = 'CommentStmt']) {
    const id = kebab(givenId, 'the id of the rule');
    const family = kebab(givenFamily, 'the family');
    if (!/^[A-Z][A-Za-z]+$/.test(tag))
      throw new Error(`${tag} is not the tag of a statement, such as CommentStmt`);
    const examples = await readIn(root, EXAMPLES);
    if (examples.includes(`rule: '${id}'`)) throw new Error(`the rule ${id} is there already`);
    const file = `${FOLDER}/${family}.ts`;
    const files = new Map<string, string>();
    if (await exists(root, file)) files.set(file, inFamily(await readIn(root, file), id));
    else {
      files.set(file, newFamily(id, family, tag));
      files.set(INDEX, inIndex(await readIn(root, INDEX), family));
    }
    files.set(EXAMPLES, withExample(examples, id));
    return { files, next: nextSteps(file, files.has(INDEX)) };
  },
};

const ruleOf = (id: string): string => `const ${constant(id)}: Rule = {
  id: '${id}',
  severity: 'warning',
  threat: 'correctness',
  title: '${FILL} what happens, as one sentence for docs/hazards.md',
  instead: '${FILL} what to write instead; leave it out where nothing is better',
};
`;

const newFamily = (
  id: string,
  family: string,
  tag: string,
): string => `import type { ${tag} } from 'libpg-query';
import type { Effects } from '../effects.ts';
import type { Family } from '../family.ts';
import type { Rule } from '../rule.ts';

${ruleOf(id)}
function look(effects: Effects, _node: ${tag}): void {
  // ${FILL} ask the node and effects.facts, and raise the rule only where it applies.
  effects.hazard(${constant(id)}, '${FILL} the object, and what happens to it');
}

export const ${camel(family)}: Family = {
  name: '${words(family)}',
  rules: [${constant(id)}],
  statements: { ${tag}: look },
};
`;

function inFamily(text: string, id: string): string {
  const definition = /^export const \w+: Family = \{$/m.exec(text)?.[0];
  if (!definition) throw new Error('the family does not end in `export const …: Family = {`');
  const listed = text.replace(/^ {2}rules: \[/m, (start) => `${start}${constant(id)}, `);
  const raised = `// ${FILL} raise it where it applies: effects.hazard(${constant(id)}, 'the object, and what happens')\n`;
  return insertBefore(listed, definition, `${ruleOf(id)}${raised}\n`);
}

/** Among the imports by name, as the linter sorts them. */
function inIndex(text: string, family: string): string {
  const imports = [...text.matchAll(/^import \{ \w+ \} from '\.\/([\w-]+)\.ts';$/gm)];
  const next = imports.find(([, name = '']) => name > family);
  const last = imports.at(-1);
  if (!last) throw new Error(`${INDEX} imports no family`);
  const at = next ? next.index : last.index + last[0].length + 1;
  const line = `import { ${camel(family)} } from './${family}.ts';\n`;
  const imported = text.slice(0, at) + line + text.slice(at);
  return insertBefore(imported, '\n];\n\n/** Every rule by id.', `\n  ${camel(family)},`);
}

function withExample(text: string, id: string): string {
  const end = text.indexOf('\n];', text.indexOf('export const EXAMPLES'));
  if (end === -1) throw new Error(`${EXAMPLES} has no list EXAMPLES`);
  const example = `
  {
    rule: '${id}',
    triggers: '${FILL} SQL that must show it',
    quiet: '${FILL} SQL close to it that must not',
  },`;
  return text.slice(0, end) + example + text.slice(end);
}

const nextSteps = (file: string, isNew: boolean): Scaffold['next'] => [
  `Recognize it in ${file}${isNew ? ', which src/database/hazards/rules/index.ts lists now' : ''}.`,
  `Write one example that shows it and one that does not in ${EXAMPLES}.`,
  'Update docs/hazards.md: npx vitest run --project unit src/database/hazards --update',
  'Try it: npm run test:integration -- test/hazards/examples.integration.test.ts',
];
