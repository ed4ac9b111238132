import { styleText } from 'node:util';

/** What is under way now. */
export interface Task {
  /** What is being waited for. */
  say(line: string): void;
  end(mark: 'done' | 'failed' | 'expected-failure', note: string): void;
}

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
/** Without a terminal, how often something that still runs is mentioned. */
const REMINDER_MS = 10_000;

/** The story as it is told: a line for everything that ended, and one line that changes for what is under way. */
export class Terminal {
  readonly #started = Date.now();
  readonly #tty = process.stdout.isTTY === true;
  readonly #tasks = new Set<{ label: string; started: number; said: string }>();
  readonly #timer: NodeJS.Timeout;
  /** All that was printed, for the search for secrets. */
  readonly printed: string[] = [];
  #frame = 0;
  #drawn = false;
  #lastLine = Date.now();

  constructor() {
    this.#timer = setInterval(() => this.#tick(), this.#tty ? 120 : 1_000);
    this.#timer.unref();
  }

  line(text = ''): void {
    this.#erase();
    process.stdout.write(`${text}\n`);
    this.printed.push(text);
    this.#lastLine = Date.now();
    this.#draw();
  }

  heading(text: string): void {
    this.line();
    this.line(styleText('bold', text));
  }

  claim(held: boolean, text: string): void {
    this.line(`  ${held ? styleText('green', '✓') : styleText('red', '✗')} ${text}`);
  }

  task(label: string): Task {
    const task = { label, started: Date.now(), said: '' };
    this.#tasks.add(task);
    return {
      say: (line) => {
        task.said = line.replace(/\s+/g, ' ').trim();
        this.printed.push(line);
      },
      end: (mark, note) => {
        this.#tasks.delete(task);
        const sign = {
          done: styleText('green', '●'),
          failed: styleText('red', '●'),
          'expected-failure': styleText('yellow', '●'),
        }[mark];
        this.line(
          `  ${sign} ${label.padEnd(33)} ${seconds(Date.now() - task.started).padStart(7)}  ${styleText('dim', note)}`,
        );
      },
    };
  }

  close(): void {
    clearInterval(this.#timer);
    this.#erase();
  }

  #tick(): void {
    this.#frame += 1;
    if (this.#tty) this.#draw();
    else if (this.#tasks.size > 0 && Date.now() - this.#lastLine >= REMINDER_MS)
      this.line(`  … ${this.#underWay()}`);
  }

  #underWay(): string {
    const now = Date.now();
    const tasks = [...this.#tasks].map(
      ({ label, started, said }) => `${label} ${seconds(now - started)}${said ? `: ${said}` : ''}`,
    );
    return `${clock(now - this.#started)}  ${tasks.join('  │  ')}`;
  }

  #draw(): void {
    if (!this.#tty || this.#tasks.size === 0) return;
    const width = (process.stdout.columns ?? 100) - 4;
    const text = this.#underWay();
    process.stdout.write(
      `\r\u001b[2K${styleText('cyan', SPINNER[this.#frame % SPINNER.length]!)} ${text.length > width ? `${text.slice(0, width - 1)}…` : text}`,
    );
    this.#drawn = true;
  }

  #erase(): void {
    if (this.#drawn) process.stdout.write('\r\u001b[2K');
    this.#drawn = false;
  }
}

export const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

export function clock(milliseconds: number): string {
  const total = Math.round(milliseconds / 1000);
  return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, '0')}`;
}
