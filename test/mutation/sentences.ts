/** What is looked at of Babel's NodePath: https://babeljs.io/docs/babel-traverse */
interface Path {
  readonly node: { readonly type: string; readonly operator?: string };
  readonly parentPath: Path | null;
  readonly key?: string | number | null;
}

/** Something is compared with the text. */
const COMPARED: Readonly<Record<string, (parent: Path, child: Path) => boolean>> = {
  BinaryExpression: ({ node }) => ['===', '!==', '<', '>', '<=', '>='].includes(node.operator ?? ''),
  SwitchCase: (_, child) => child.key === 'test',
  // A list of words in which something is looked up: `['a', 'b'].includes(x)`.
  ArrayExpression: ({ parentPath }) => parentPath?.node.type === 'MemberExpression',
};

/**
 * A Stryker plugin (https://stryker-mutator.io/docs/stryker-js/disable-mutants/#using-an-ignore-plugin). Most texts are
 * sentences for people: their words are no decision, and tests that repeat each would keep nobody from a mistake. A text
 * that something is compared with is one, and is changed like everything else.
 */
function shouldIgnore(path: Path): string | undefined {
  if (path.node.type !== 'StringLiteral' && path.node.type !== 'TemplateLiteral') return undefined;
  const parent = path.parentPath;
  if (parent && COMPARED[parent.node.type]?.(parent, path)) return undefined;
  return 'a sentence, or a name that nothing is compared with here';
}

export const strykerPlugins = [{ kind: 'Ignore', name: 'sentences', value: { shouldIgnore } }];
