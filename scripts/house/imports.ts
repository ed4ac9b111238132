import path from 'node:path';
import ts from 'typescript';
import { read } from './files.ts';

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
