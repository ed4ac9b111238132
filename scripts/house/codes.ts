import ts from 'typescript';
import { files, isTest, read } from './files.ts';

const CODE = /^SHIPLOCK_[A-Z0-9]+(?:_[A-Z0-9]+)*$/;
/** Builders of codes: `SHIPLOCK_MIGRATION_${kind}`. */
const STEM = /^SHIPLOCK_[A-Z0-9_]*_$/;
const KIND = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*$/;

/**
 * Every error code that the source can throw, read from the syntax tree: strings that are a code, and, where a function
 * builds `SHIPLOCK_AREA_${kind}`, each kind that is given to it as a string. Names of environment variables, which look
 * alike, are told apart by their use.
 */
export async function codesThrown(): Promise<Set<string>> {
  const found = new Set<string>();
  const sources = (await files('src', '.ts')).filter(
    (file) => !isTest(file) && !file.endsWith('.generated.ts'),
  );
  for (const file of sources) collect(parse(file, await read(file)), found);
  return found;
}

const parse = (file: string, text: string) => ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);

function collect(source: ts.SourceFile, found: Set<string>): void {
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && CODE.test(node.text) && !isVariable(node)) found.add(node.text);
    if (ts.isTemplateExpression(node) && STEM.test(node.head.text)) {
      for (const kind of kindsIn(node)) found.add(node.head.text + kind);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

/** `process.env['SHIPLOCK_X']`, `env: 'SHIPLOCK_X'`, and keys of objects (variables handed on) name no error. */
function isVariable(node: ts.StringLiteralLike): boolean {
  const { parent } = node;
  if (ts.isElementAccessExpression(parent)) return true;
  if (!ts.isPropertyAssignment(parent)) return false;
  return parent.name === node || parent.name.getText() === 'env';
}

/** The kinds that a code's builder takes: a union of literals on its parameter, else what its callers give it. */
function kindsIn(template: ts.TemplateExpression): string[] {
  const expression = template.templateSpans[0]!.expression;
  const owner = ts.findAncestor(template, ts.isFunctionDeclaration);
  const parameter = owner?.parameters.find((p) => p.name.getText() === expression.getText());
  const declared = literals(parameter?.type);
  if (declared.length > 0 || !owner?.name || !parameter) return declared;
  const place = owner.parameters.indexOf(parameter);
  const given: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === owner.name!.text)
      given.push(...literals(node.arguments[place]));
    ts.forEachChild(node, visit);
  };
  visit(template.getSourceFile());
  return given;
}

function literals(node: ts.Node | undefined): string[] {
  const found: string[] = [];
  const visit = (each: ts.Node): void => {
    if (ts.isStringLiteralLike(each) && KIND.test(each.text)) found.push(each.text);
    ts.forEachChild(each, visit);
  };
  if (node) visit(node);
  return found;
}
