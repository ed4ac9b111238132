import type { Story } from './model.ts';
import { seconds, type Terminal } from './terminal.ts';

/** The two tables at the end: what happened, and what took how long. */
export function closing(terminal: Terminal, story: Story): void {
  terminal.heading('What happened');
  for (const { number, title, outcome, approvedBy } of story.releases) {
    terminal.line(
      `  ${number}  ${title.padEnd(40)} ${outcome}${approvedBy ? ` (approved by ${approvedBy})` : ''}`,
    );
  }
  terminal.heading('What took how long');
  for (const { what, milliseconds } of story.times)
    terminal.line(`  ${seconds(milliseconds).padStart(8)}  ${what}`);
}
