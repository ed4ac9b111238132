import type { ReactNode } from 'react';
import { type Cell, ValueTable } from './table.tsx';

/** What every chart has: a title, a sentence that says what it shows, and the same as a table for whoever cannot see it. */
export interface Shown {
  /** Unique on the page. */
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * Drawn by the server as SVG, in colours of the theme: classes only, since the site's policy allows no style attributes. Across
 * it is measured in percent, so that letters keep their size on a phone.
 */
export function Chart({
  of: { id, title, about, head, rows },
  height,
  children,
}: {
  readonly of: Shown;
  readonly height: number;
  readonly children: ReactNode;
}) {
  return (
    <figure className="chart">
      <figcaption>{title}</figcaption>
      <svg role="img" height={height} aria-labelledby={`${id}-title ${id}-about`}>
        <title id={`${id}-title`}>{title}</title>
        <desc id={`${id}-about`}>{about}</desc>
        {children}
      </svg>
      <details>
        <summary>As a table</summary>
        <ValueTable caption={title} head={head} rows={rows} />
      </details>
    </figure>
  );
}
