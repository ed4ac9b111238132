/** Something about the record that is not as it was written. */
export interface Flaw {
  /** `unreadable`: whether it was changed cannot be told. `cut-off`: an event that is known from elsewhere is not there. */
  readonly kind: 'changed' | 'missing' | 'added' | 'unreadable' | 'cut-off';
  /** Of the event, where it is about one. */
  readonly seq?: string;
  /** Id of the release, where it is about a row of `shiplock.release`. */
  readonly release?: string;
  readonly column?: string;
  /** Digest of the part, where it is about a row of `shiplock.body`. */
  readonly part?: string;
  /** Continues "event 3: …" or "release rel_…: …". */
  readonly why: string;
}
