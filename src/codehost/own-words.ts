import type { Blockquote, Nodes, Paragraph, Parents, Root } from 'mdast';

/** A paragraph at the top level of a comment that no raw HTML before it can wrap. */
export interface Opening {
  /** Its first line as it is displayed, up to the first markup but code marks. */
  readonly shown: string;
  /** The same place in what was typed. */
  readonly typed: string;
  /** Nothing stands before it in the comment. */
  readonly first: boolean;
}

/** What one comment says, by whose words they are. */
export interface Words {
  /** One for each paragraph that may hold a command. */
  readonly openings: readonly Opening[];
  /** Every displayed line of the person's own words, block by block. */
  readonly blocks: readonly (readonly string[])[];
  /** Words of others, examples and what nobody sees, with where they stand. */
  readonly elsewhere: readonly { readonly place: string; readonly text: string }[];
}

/**
 * Reads a comment as GitHub displays it: CommonMark with GitHub's extensions. The parser is loaded at the first
 * comment that needs it. https://github.github.com/gfm/
 */
export async function wordsOf(body: string): Promise<Words> {
  const [{ fromMarkdown }, { gfm }, { gfmFromMarkdown }, html] = await Promise.all([
    import('mdast-util-from-markdown'),
    import('micromark-extension-gfm'),
    import('mdast-util-gfm'),
    import('./html-words.ts'),
  ]);
  const tree = fromMarkdown(body, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  const reader = new Reader(body, html);
  reader.read(tree);
  return reader;
}

const PLACES: Partial<Record<Nodes['type'], string>> = {
  blockquote: 'a quote',
  code: 'a code block',
  inlineCode: 'code marks',
};

class Reader implements Words {
  readonly openings: Opening[] = [];
  readonly blocks: string[][] = [];
  readonly elsewhere: { place: string; text: string }[] = [];
  readonly #body: string;
  readonly #html: typeof import('./html-words.ts');

  constructor(body: string, html: typeof import('./html-words.ts')) {
    this.#body = body;
    this.#html = html;
  }

  read(tree: Root): void {
    const shown = tree.children.filter((node) => !isHtmlComment(node));
    const [only] = shown;
    // A comment that is nothing but a block of code is what somebody wanted to say, indented or fenced by mistake.
    if (shown.length === 1 && only?.type === 'code') this.blocks.push(only.value.split('\n'));
    let wrapped = false;
    // Some mail programs quote without marks: what follows the sender's address may be somebody else's.
    let quoted = quotesNotification(tree);
    for (const node of tree.children) {
      if (node.type === 'paragraph' && quoted)
        this.elsewhere.push({ place: 'a reply by mail, where it may be a quote', text: textOf(node) });
      else if (node.type === 'paragraph' && !wrapped)
        this.openings.push(this.#opening(node, node === tree.children[0]));
      wrapped ||= opensHtml(node);
      quoted ||= addressesIn(node).length > 0;
      this.#block(node);
    }
  }

  #opening(paragraph: Paragraph, first: boolean): Opening {
    let shown = '';
    for (const child of paragraph.children) {
      if (child.type !== 'text' && child.type !== 'inlineCode') break;
      shown += child.value;
    }
    return {
      shown: firstLine(shown),
      typed: firstLine(this.#body.slice(paragraph.position?.start.offset ?? this.#body.length)),
      first,
    };
  }

  #block(node: Nodes): void {
    const place = PLACES[node.type];
    if (isAlert(node)) for (const child of node.children) this.#block(child);
    else if (place) this.elsewhere.push({ place, text: textOf(node) });
    else if (node.type === 'html') {
      this.blocks.push(this.#html.htmlWords(node.value));
      this.elsewhere.push({ place: 'HTML', text: node.value });
    } else if (node.type === 'paragraph' || node.type === 'heading' || node.type === 'tableCell') {
      this.blocks.push(this.#inline(node).split('\n'));
    } else if ('children' in node) for (const child of node.children) this.#block(child);
  }

  #inline(parent: Parents): string {
    return parent.children
      .map((node, at) => {
        if (node.type === 'text') return node.value;
        if (node.type === 'break') return '\n';
        if (node.type === 'html') {
          this.elsewhere.push({ place: 'HTML', text: node.value });
          return this.#html.goesOn(node.value) ? '' : '\n';
        }
        if (node.type === 'inlineCode') {
          // Our own summaries print commands in code marks, and people paste them as they are.
          if ((at === 0 && parent.type === 'paragraph') || !node.value.includes('/')) return node.value;
          this.elsewhere.push({ place: 'code marks', text: node.value });
          return '\ufffc';
        }
        return 'children' in node ? this.#inline(node) : '';
      })
      .join('');
  }
}

/** `> [!CAUTION]`: looks like a quote, and is the person's own. https://github.com/orgs/community/discussions/16925 */
function isAlert(node: Nodes): node is Blockquote {
  if (node.type !== 'blockquote') return false;
  const [first] = node.children;
  return first?.type === 'paragraph' && /^\[!\p{L}+\]$/u.test(firstLine(textOf(first)).trim());
}

function textOf(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map(textOf).join('\n') : '';
}

/** Mail addresses that are the person's own words. */
function addressesIn(node: Nodes): string[] {
  if (node.type === 'link' && node.url.startsWith('mailto:')) return [node.url.slice('mailto:'.length)];
  if (node.type === 'blockquote' && !isAlert(node)) return [];
  return 'children' in node ? node.children.flatMap(addressesIn) : [];
}

/** GitHub's mails end with their message id, `<owner/name/pull/1/c2@github.com>`: no person's address has a slash. */
function quotesNotification(tree: Root): boolean {
  return addressesIn(tree).some((address) => address.includes('/'));
}

/** Raw HTML may wrap everything after it: `<details>`, `<div hidden>`. A comment of its own wraps nothing. */
function opensHtml(node: Nodes): boolean {
  if (node.type === 'html') return !isHtmlComment(node);
  return 'children' in node && node.children.some(opensHtml);
}

function isHtmlComment(node: Nodes): boolean {
  if (node.type !== 'html') return false;
  const text = node.value.trim();
  // https://spec.commonmark.org/0.31.2/#html-blocks: the block goes on to the end of the line that has `-->`.
  return text.startsWith('<!--') && text.indexOf('-->', 2) === text.length - 3;
}

function firstLine(text: string): string {
  return text.split(/[\r\n]/, 1)[0] ?? '';
}
