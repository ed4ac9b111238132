import type { Source } from './source.ts';

/**
 * What the job itself built of the commit, to be uploaded in its place. Nothing in it says which commit it was built
 * of: that is the word of the job that holds the shipping role (docs/adr). Source: src/source/prebuilt.ts.
 */
export interface Prebuilt {
  /** Absolute path of the output. */
  readonly folder: string;
  /** The output and whatever its functions name besides. Read when it is first asked for. */
  readonly source: Source;
  /**
   * Reads all of it before anything is sent, and holds the checkout against the commit.
   * @throws SHIPLOCK_PREBUILT_FOLDER, SHIPLOCK_PREBUILT_CHANGED, SHIPLOCK_UPLOAD_REFUSED
   */
  check(target: 'production' | 'preview'): Promise<void>;
  /** Number of source maps among what is served to browsers. */
  sourceMaps(): Promise<number>;
  /** Ids that tie each JavaScript file that browsers load to its source map, sorted. */
  debugIds(): Promise<readonly string[]>;
  /** Deletes the source maps that would be served. Returns how many. */
  removeSourceMaps(): Promise<number>;
}
