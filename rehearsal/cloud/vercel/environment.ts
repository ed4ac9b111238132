import type { ProjectState, Target } from './state.ts';

/** The project's variables of one target. */
export function environmentOf(project: ProjectState, target: Target): Record<string, string> {
  const rows = project.env.filter((row) => row.target.includes(target));
  return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
}
