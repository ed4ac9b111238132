import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Files of a scaffold, new and changed, by path from the root, and what to do next. */
export interface Scaffold {
  readonly files: ReadonlyMap<string, string>;
  readonly next: readonly string[];
}

/** One kind of thing that can be scaffolded. */
export interface Kind {
  /** Of the command line: `<id> <family>`. */
  readonly usage: string;
  make(root: string, names: readonly string[]): Promise<Scaffold>;
}

export const readIn = (root: string, file: string): Promise<string> =>
  readFile(path.join(root, file), 'utf8');

export const exists = (root: string, file: string): Promise<boolean> =>
  access(path.join(root, file)).then(
    () => true,
    () => false,
  );

/** Nothing is overwritten unawares. @throws Error naming the file that is there */
export async function mustBeNew(root: string, file: string): Promise<void> {
  if (await exists(root, file)) throw new Error(`${file} is there already`);
}

export async function write(root: string, { files }: Scaffold): Promise<void> {
  for (const [file, text] of files) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text);
  }
}
