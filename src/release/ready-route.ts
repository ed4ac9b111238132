/** What a deployment answers at a path where it should say which release it is. */
export interface RouteLook {
  readonly path: string;
  /**
   * `answers`: it names this release; `absent`: it answers, and not with its name; `closed`: something in front of it
   * answers; `unclear`: it fails, as an app may whose migrations are still to come.
   */
  readonly state: 'answers' | 'absent' | 'closed' | 'unclear';
  /** The answer in one line. */
  readonly said: string;
}

/** Asks a staged deployment for its name, at each path that the gate and the confirmation of traffic will ask. */
export type ReadyRoutes = (target: {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly releaseId: string;
  readonly commit: string;
}) => Promise<readonly RouteLook[]>;
