/** A file at the head of the branch that reviewers guard. */
export interface ProtectedFile {
  readonly branch: string;
  /** Full SHA of the branch's head. */
  readonly commit: string;
  /** Undefined: there is no such file. */
  readonly text: string | undefined;
}

/** Files as the code host has them: the checkout is what the author of the change wrote. Source: src/codehost/. */
export interface RepositoryFiles {
  /** A file at the head of the repository's default branch, whatever commit this run works on. */
  protectedFile(path: string): Promise<ProtectedFile>;
  /** A file as it is in a commit; undefined where the commit has none, or is not known. */
  fileAt(commit: string, path: string): Promise<string | undefined>;
}
