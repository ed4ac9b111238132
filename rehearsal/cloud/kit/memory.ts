const memories = new WeakMap<object, Memory<object>>();

/** What the past looked like, for `stale-read`: the whole state before the last write, else answers given before. */
export class Memory<State extends object> {
  readonly #state: State | undefined;
  #before: State | undefined;
  readonly #answers = new Map<string, { current: Response; generation: number; older?: Response }>();
  #generation = 0;

  constructor(state: State | undefined) {
    this.#state = state;
    if (state) memories.set(state, this);
  }

  beforeWrite(): void {
    this.#generation += 1;
    if (this.#state) this.#before = structuredClone(this.#state);
  }

  now(): State {
    return this.#state ?? ({} as State);
  }

  before(): State {
    return this.#before ?? this.now();
  }

  /** Keeps it for whoever puts the state back to what it is now: a later past never came before that. */
  keep(): () => void {
    const before = this.#before;
    return () => {
      this.#before = before;
    };
  }

  /** Keeps a copy of a read's answer, for stand-ins that declare no state. */
  remember(url: string, answer: Response): Response {
    if (this.#state || !answer.ok) return answer;
    const known = this.#answers.get(url);
    const older = known && known.generation < this.#generation ? known.current : known?.older;
    this.#answers.set(url, {
      current: answer.clone(),
      generation: this.#generation,
      ...(older ? { older } : {}),
    });
    return answer;
  }

  /** An answer to the same URL from before the last write, where one was given. */
  staleAnswer(url: string): Response | undefined {
    const known = this.#answers.get(url);
    if (!known) return undefined;
    return (known.generation < this.#generation ? known.current : known.older)?.clone();
  }
}

/** What `stale-read` answers from, of a stand-in that reads from this state. */
export function pastOf<State extends object>(state: State): Memory<State> {
  const memory = memories.get(state);
  if (!memory) throw new Error('no stand-in reads from this state');
  return memory as Memory<State>;
}
