/** The hosting project that an environment is served by. Two apps of one repository may call their environments alike. */
export interface Project {
  /** As inputs or settings call it: its id or its name. */
  readonly called: string;
  /** Its id and its name now, the id first. Asks hosting the first time. */
  names(): Promise<readonly string[]>;
}

/** @param ask reads id and name from hosting; absent where this process cannot ask */
export function projectOf(called: string, ask?: () => Promise<readonly string[]>): Project {
  let asked: Promise<readonly string[]> | undefined;
  return {
    called,
    names: async () => {
      asked ??= ask?.() ?? Promise.resolve([called]);
      try {
        return [...new Set([...(await asked), called])];
      } catch (error) {
        asked = undefined;
        throw error;
      }
    },
  };
}

/** Behind the keys of comments and threads: they are for one project each. */
export async function projectSuffix(project: Project | undefined): Promise<string> {
  const [id] = (await project?.names()) ?? [];
  return id === undefined ? '' : `-${id}`;
}
