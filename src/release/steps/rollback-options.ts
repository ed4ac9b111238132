/** What whoever asks for a rollback decides. */
export interface RollbackOptions {
  /** Goes into the record and the notice. */
  readonly reason: string;
  /** Roll back though the verdict is unsafe, or to a release that was rolled back itself; needs its own reason. */
  readonly force: boolean;
  /** Where to, if not to the previous release: the id of a release, or the first digits of its commit. */
  readonly to?: string | undefined;
  /** Versions to undo with their down files, once traffic is back. Never by default: expand migrations may stay. */
  readonly down?: readonly string[];
  /** Versions whose down file may lose data. */
  readonly downConsent?: readonly string[];
}
