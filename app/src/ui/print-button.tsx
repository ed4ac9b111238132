'use client';

/** The page prints as a prescription: the style sheet leaves out what is only for the screen. */
export function PrintButton() {
  return (
    <button type="button" className="button button-quiet no-print" onClick={() => window.print()}>
      Print
    </button>
  );
}
