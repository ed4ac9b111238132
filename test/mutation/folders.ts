/** What Stryker mutates, by folder: each must reach the threshold by itself, with the unit tests named beside it. */
export const FOLDERS: Readonly<
  Record<string, { readonly mutate: readonly string[]; readonly tests: readonly string[] }>
> = {
  approval: {
    mutate: ['decide', 'signals', 'requirements', 'bare-reviews', 'freeze'].map(
      (name) => `src/approval/${name}.ts`,
    ),
    tests: ['src/approval/*.test.ts'],
  },
  release: {
    mutate: ['src/release/plan.ts', 'src/release/state.ts', 'src/release/seam.ts'],
    tests: ['src/release/*.test.ts'],
  },
  record: {
    mutate: [
      'src/release/canonical.ts',
      ...['verify', 'known-heads', 'release-rows', 'stored-event', 'head'].map(
        (name) => `src/release/record/${name}.ts`,
      ),
    ],
    tests: ['src/release/*.test.ts', 'src/release/record/*.test.ts'],
  },
  verdict: {
    mutate: [
      'src/schema/verdict/verdict.ts',
      'src/schema/model/view.ts',
      ...[
        ...['checks', 'code', 'columns', 'constraints', 'embeds', 'expressions', 'fits', 'literals'],
        ...['notes', 'partitions', 'publications', 'rights', 'row-types', 'tables', 'uses', 'words'],
      ].map((name) => `src/schema/verdict/${name}.ts`),
    ],
    tests: ['src/schema/verdict/*.test.ts'],
  },
  traffic: { mutate: ['src/hosting/decide.ts'], tests: ['src/hosting/decide.test.ts'] },
};

/** Mutants noticed, of a hundred, in every folder. */
export const THRESHOLD = 85;
