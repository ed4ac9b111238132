import { fromMarkdown } from 'mdast-util-from-markdown';
import { files, isTest, read, tracked } from './files.ts';
import { literalsOf } from './style/literals.ts';

type Node = ReturnType<typeof fromMarkdown>['children'][number];

/** A command as a reader copies it. */
export interface Shown {
  readonly file: string;
  /** As it is written. */
  readonly text: string;
  /** In a block to copy, rather than a mention within a sentence. */
  readonly whole: boolean;
}

/** Lines of fenced shell blocks and inline code of every page, and inline code of what Shiplock itself says. */
export async function shownCommands(): Promise<Shown[]> {
  const found: Shown[] = [];
  for (const file of (await tracked()).filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md'))
    found.push(...commandsOf(file, await read(file)));
  for (const file of (await files('src', '.ts')).filter((name) => !isTest(name)))
    for (const { text } of literalsOf(file, await read(file))) found.push(...commandsOf(file, text));
  return found;
}

export function commandsOf(file: string, markdown: string): Shown[] {
  const found: Shown[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'inlineCode')
      for (const text of node.value.split(' && ')) found.push({ file, text, whole: false });
    if (node.type === 'code' && ['sh', 'bash', 'console'].includes(node.lang ?? ''))
      for (const text of linesOf(node.value)) found.push({ file, text, whole: true });
    if ('children' in node) for (const child of node.children) visit(child as Node);
  };
  for (const node of fromMarkdown(markdown).children) visit(node);
  return found;
}

/** Without comments and prompts; a line that goes on behind a backslash is one. */
function linesOf(block: string): string[] {
  return block
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) =>
      line
        .replace(/^\$ /, '')
        .replace(/\s+#.*$|^#.*$/, '')
        .trim(),
    )
    .filter(Boolean);
}

/** The words that the command line of Shiplock gets; undefined for other programs. */
export function shiplockArguments(text: string): string[] | undefined {
  const [, rest] = /^(?:npx )?(?:shiplock|node (?:\S*\/)?dist\/cli\.js)(?: (.*))?$/s.exec(text) ?? [];
  if (rest === undefined) return undefined;
  const [command] = rest.split(/ [|>;]|&&/);
  return (command?.match(/'[^']*'|"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^(['"])(.*)\1$/s, '$2'));
}
