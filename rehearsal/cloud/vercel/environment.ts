import type { CustomEnvironment, EnvRow, ProjectState } from './state.ts';

/** The project's variables of one environment. */
export function environmentOf(
  project: ProjectState,
  of: EnvRow['target'][number] | CustomEnvironment,
): Record<string, string> {
  const rows = project.env.filter((row) =>
    typeof of === 'string' ? row.target.includes(of) : row.customEnvironmentIds.includes(of.id),
  );
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}
