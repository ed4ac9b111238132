import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { LineCounter, parseDocument, visit as visitYaml } from 'yaml';
import type { Text } from './text.ts';

type Tree = ReturnType<typeof fromMarkdown>;
type Node = Tree | Tree['children'][number];

/** Blocks that hold words in a row. */
const BLOCKS = new Set(['paragraph', 'heading', 'tableCell']);

/** Languages of code blocks that show what a program prints: its words are prose too. */
const PRINTED = new Set([undefined, null, 'console', 'text']);

/** The prose of a markdown page, block by block: code, HTML and front matter are not prose, printed text is. */
export function proseOf(file: string, source: string): Text[] {
  const { body, skipped } = withoutFrontMatter(source);
  const tree = fromMarkdown(body, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const found: Text[] = [];
  const visit = (node: Node): void => {
    if (BLOCKS.has(node.type))
      found.push({ file, line: skipped + (node.position?.start.line ?? 1), text: wordsOf(node) });
    else if (node.type === 'code' && PRINTED.has(node.lang))
      for (const [at, text] of node.value.split('\n').entries())
        found.push({ file, line: skipped + (node.position?.start.line ?? 1) + 1 + at, text });
    else if ('children' in node) for (const child of node.children) visit(child as Node);
  };
  visit(tree);
  return found;
}

/** Every text of a YAML file: descriptions, names, and what steps print. */
export function scalarsOf(file: string, source: string): Text[] {
  const lines = new LineCounter();
  const found: Text[] = [];
  visitYaml(parseDocument(source, { lineCounter: lines }), {
    Scalar(key, { value, range }) {
      if (key !== 'key' && typeof value === 'string')
        found.push({ file, line: lines.linePos(range?.[0] ?? 0).line, text: value });
    },
  });
  return found;
}

function withoutFrontMatter(source: string): { body: string; skipped: number } {
  const end = source.startsWith('---\n') ? source.indexOf('\n---\n', 3) : -1;
  if (end < 0) return { body: source, skipped: 0 };
  const body = source.slice(end + 5);
  return { body, skipped: source.slice(0, end + 5).split('\n').length - 1 };
}

function wordsOf(node: Node): string {
  if (node.type === 'inlineCode') return '{code}';
  if (node.type === 'html') return '';
  if (node.type === 'break') return ' ';
  if ('value' in node) return node.value.replaceAll('\n', ' ');
  return 'children' in node ? (node.children as Node[]).map(wordsOf).join('') : '';
}
