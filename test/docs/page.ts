import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { root } from '../../scripts/project.ts';

type Node = ReturnType<typeof fromMarkdown>['children'][number];

export interface CodeBlock {
  readonly lang: string;
  /** What follows the language: `title=web/app/route.js`, `run=no`. */
  readonly meta: Readonly<Record<string, string>>;
  readonly text: string;
  /** Headings above it, outermost first. */
  readonly under: readonly string[];
}

/** A page of docs/ as its readers follow it: what there is to copy, in order. */
export class DocPage {
  readonly blocks: readonly CodeBlock[];
  readonly #nodes: readonly Node[];

  private constructor(nodes: readonly Node[]) {
    this.#nodes = nodes;
    const under: string[] = [];
    const blocks: CodeBlock[] = [];
    const visit = (node: Node): void => {
      if (node.type === 'heading') under.splice(node.depth - 1, under.length, textOf(node));
      if (node.type === 'code')
        blocks.push({
          lang: node.lang ?? '',
          meta: metaOf(node.meta ?? ''),
          text: node.value,
          under: under.filter((each) => each !== undefined),
        });
      if ('children' in node) for (const child of node.children) visit(child as Node);
    };
    for (const node of nodes) visit(node);
    this.blocks = blocks;
  }

  static async read(file: string): Promise<DocPage> {
    return new DocPage(fromMarkdown(await readFile(path.join(root, file), 'utf8')).children);
  }

  /** Items of the first numbered list below this heading, with what each links to and its inline code. */
  steps(heading: string): readonly { readonly links: readonly string[]; readonly code: readonly string[] }[] {
    const at = this.#nodes.findIndex((node) => node.type === 'heading' && textOf(node) === heading);
    const list = this.#nodes.slice(at).find((node) => node.type === 'list');
    if (at < 0 || list?.type !== 'list') throw new Error(`the page has no steps below "${heading}"`);
    return list.children.map((item) => ({ links: collect(item, 'link'), code: collect(item, 'inlineCode') }));
  }
}

function metaOf(meta: string): Record<string, string> {
  return Object.fromEntries(
    meta
      .split(' ')
      .filter(Boolean)
      .map((pair) => [pair.split('=')[0] ?? '', pair.split('=').slice(1).join('=')]),
  );
}

function textOf(node: object): string {
  if ('value' in node) return String(node.value);
  return 'children' in node ? (node.children as object[]).map(textOf).join('') : '';
}

function collect(node: object, type: 'link' | 'inlineCode'): string[] {
  const own = 'type' in node && node.type === type;
  if (own && 'url' in node) return [String(node.url)];
  if (own && 'value' in node) return [String(node.value)];
  return 'children' in node ? (node.children as object[]).flatMap((child) => collect(child, type)) : [];
}
