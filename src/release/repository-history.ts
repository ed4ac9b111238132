/**
 * What commits hold, as the code host tells it: a checkout can be shallow, and its author can have made anything of it.
 * Source: src/codehost/.
 */
export interface RepositoryHistory {
  /** Whether `commit` is in the history of `head`, or is `head`. A commit that the code host does not know is in none. */
  contains(request: { readonly commit: string; readonly head: string }): Promise<boolean>;
  /**
   * Every file of a commit: its path, and what stands for its content and mode. Undefined: the code host does not list
   * all of them, or does not know the commit.
   */
  files(commit: string): Promise<ReadonlyMap<string, string> | undefined>;
}
