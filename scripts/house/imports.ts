import path from 'node:path';
import ts from 'typescript';
import { read } from './files.ts';

/** Files that a file needs at run time: imports that are not of types only. */
export async function valueImportsOf(file: string): Promise<string[]> {
  const { statements } = ts.createSourceFile(file, await read(file), ts.ScriptTarget.Latest);
  return statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const typeOnly = ts.isImportDeclaration(statement)
      ? statement.importClause?.isTypeOnly
      : statement.isTypeOnly;
    const name = statement.moduleSpecifier;
    if (typeOnly || !name || !ts.isStringLiteral(name) || !name.text.startsWith('.')) return [];
    return [path.posix.join(path.posix.dirname(file), name.text)];
  });
}

export interface Import {
  /** As written. */
  readonly name: string;
  /** The file it leads to, relative to the root; undefined for packages. */
  readonly target: string | undefined;
}

/** Every import, export … from and import() of a file, types included, read by the compiler. */
export async function importsOf(file: string): Promise<Import[]> {
  const { importedFiles } = ts.preProcessFile(await read(file), true, true);
  return importedFiles.map(({ fileName: name }) => ({
    name,
    target: name.startsWith('.') ? path.posix.join(path.posix.dirname(file), name) : undefined,
  }));
}
