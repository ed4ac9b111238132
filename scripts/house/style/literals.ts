import ts from 'typescript';
import type { Text } from './text.ts';

/** Expressions that count things: `rows.length`, `seen.size`, `total`. */
const COUNTS = /(?:^|\.)(?:length|size|count|total|number|files|rows|events|requests|checks)$/;

/** Every text of a TypeScript file, read by the compiler: literals, templates, and sums of them as one. */
export function literalsOf(file: string, source: string): Text[] {
  return new Reader(file, source).found;
}

class Reader {
  readonly found: Text[] = [];
  readonly #file: string;
  readonly #tree: ts.SourceFile;

  constructor(file: string, source: string) {
    this.#file = file;
    const kind = file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
    this.#tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, false, kind);
    this.#visit(this.#tree);
  }

  #visit(node: ts.Node): void {
    if (isNoText(node)) return;
    const text = this.#textOf(node);
    if (text === undefined) {
      ts.forEachChild(node, (child) => this.#visit(child));
      return;
    }
    const { line } = this.#tree.getLineAndCharacterOfPosition(node.getStart(this.#tree));
    this.found.push({ file: this.#file, line: line + 1, text });
    // The parts of a sum were read with it; what a text fills in may hold texts too.
    for (const inner of this.#filledIn(node)) this.#visit(inner);
  }

  #textOf(node: ts.Node): string | undefined {
    if (ts.isStringLiteralLike(node)) return node.text;
    // The words between tags.
    if (ts.isJsxText(node)) return node.text.replace(/\s+/g, ' ');
    if (ts.isTemplateExpression(node))
      return (
        node.head.text +
        node.templateSpans.map((span) => this.#placeholder(span.expression) + span.literal.text).join('')
      );
    if (!isSum(node)) return undefined;
    const [left, right] = [this.#textOf(node.left), this.#textOf(node.right)];
    // `total + 1` is not a text; `'a ' + name` is one.
    if (left === undefined && right === undefined) return undefined;
    return (left ?? this.#placeholder(node.left)) + (right ?? this.#placeholder(node.right));
  }

  #placeholder(expression: ts.Expression): string {
    return COUNTS.test(expression.getText(this.#tree)) ? '{n}' : '{}';
  }

  /** Expressions inside a text that are not part of its own words. */
  #filledIn(node: ts.Node): ts.Node[] {
    if (ts.isTemplateExpression(node)) return node.templateSpans.map(({ expression }) => expression);
    if (!isSum(node)) return [];
    return [node.left, node.right].flatMap((side) =>
      this.#textOf(side) === undefined ? [side] : this.#filledIn(side),
    );
  }
}

/** Names of modules and types, which nobody reads as prose. */
function isNoText(node: ts.Node): boolean {
  return (
    ts.isImportDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isTypeNode(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isInterfaceDeclaration(node)
  );
}

function isSum(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
}
