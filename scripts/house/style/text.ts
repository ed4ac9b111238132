/** A piece of text that people read, and where it is. Lines start at 1. */
export interface Text {
  readonly file: string;
  readonly line: number;
  /** Values that are filled in stand as `{}`, numbers of things as `{n}`, inline code as `{code}`. */
  readonly text: string;
}
