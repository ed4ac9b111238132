import { caseBegins } from './broken.ts';
import type { Case } from './cases.ts';
import { FAULTS, type FaultKind } from './faults.ts';
import { MOVES, type Move, made, maybeMade } from './moves.ts';
import { act, type Decision, undoneBy } from './person.ts';
import { type Point, points } from './points.ts';
import { Probe } from './probe.ts';
import { madeOnce, trueWords, wholeRecord } from './promise.ts';
import type { Outcome } from './runs.ts';
import { type Story, storyOf, toTheEnd, undone } from './stories.ts';
import type { Request } from './trace.ts';
import { watch } from './watch.ts';
import type { World } from './world.ts';

export interface Ran {
  /** Situations that were looked at: alone, again, with a person. */
  readonly looked: number;
  /** The call was made, and what was to go wrong went wrong. */
  readonly struck: boolean;
  readonly failures: readonly string[];
  /** How its jobs ended, in turn. */
  readonly ends: readonly string[];
}

/** One case from the kept world to the end of the release. @param request what a process of its own is met by */
export async function runCase(world: World, one: Case, request: Request | undefined): Promise<Ran> {
  const story = storyOf(one.story);
  await world.restore(story.from);
  caseBegins(world);
  const running = new Running(world, one, story);
  return running.run(request);
}

class Running {
  readonly #world: World;
  readonly #case: Case;
  readonly #story: Story;
  readonly #point: Point;
  readonly #fault: FaultKind;
  readonly #probe: Probe;
  readonly #failures: string[] = [];
  readonly #ends: string[] = [];
  readonly #from: number;
  #begun = false;
  #decision: Decision | undefined;
  /** A person came first, and the job saw it: it sent nothing that could have gone wrong. */
  #heldBack = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(world: World, one: Case, story: Story) {
    this.#world = world;
    this.#case = one;
    this.#story = story;
    this.#point = points().find(({ name }) => name === one.point)!;
    this.#fault = FAULTS.find(({ name }) => name === one.fault)!;
    const { previous, next } = world;
    this.#probe = new Probe(world.domain, isUnplanned(story) ? [previous.sha] : [previous.sha, next.sha]);
    this.#from = world.cloud.log.entries.length;
  }

  async run(request: Request | undefined): Promise<Ran> {
    const { faults } = this.#world.cloud;
    const { situation, meanwhile } = this.#case;
    const before = faults.struck.length;
    const crashed = this.#world.cloud.log.crashes.length;
    const first = () => (this.#fault.process ? this.#spawned(request) : this.#inProcess());
    await this.#watched(first, 'alone');
    const struck = faults.struck
      .slice(before)
      .some(({ kind }) => kind !== 'delay' || this.#fault.name === 'timeout');
    let looked = 0;
    if (situation === 'again' || !meanwhile) {
      looked += 1;
      await this.#look();
    }
    if (situation === 'a person acts') {
      looked += 1;
      if (!this.#decision) await this.#decide();
      await this.#afterwards();
    } else {
      looked += 1;
      await this.#again();
    }
    this.#failures.push(...(await this.#probe.stop()));
    this.#failures.push(...(await wholeRecord(this.#world)), ...(await madeOnce(this.#world)));
    for (const { call, message } of this.#world.cloud.log.crashes.slice(crashed))
      this.#wrong(`the local cloud failed at ${call}: ${message}`);
    clearTimeout(this.#timer);
    faults.clear();
    // What comes after the last call of a job cannot be late.
    const late = this.#begun && (this.#fault.ends !== undefined || this.#fault.lasts === 'struck');
    return {
      looked,
      struck: struck || late || this.#heldBack,
      failures: this.#failures,
      ends: this.#ends,
    };
  }

  async #inProcess(): Promise<Outcome> {
    const { faults } = this.#world.cloud;
    const { nth, situation, meanwhile } = this.#case;
    watch(async (seen) => {
      if (this.#begun || seen.point !== this.#point.seenAs || seen.nth !== nth) return undefined;
      this.#begun = true;
      if (situation === 'a person acts' && meanwhile) await this.#decide();
      for (const rule of this.#fault.begins?.(this.#point) ?? []) faults.set(rule);
      const from = this.#world.cloud.log.entries.length;
      return () => {
        const sent = this.#world.cloud.log.entries
          .slice(from)
          .some(({ call }) => call === this.#point.request);
        this.#heldBack = this.#decision !== undefined && this.#point.kind === 'write' && !sent;
        const { lasts, ends } = this.#fault;
        if (lasts === undefined) faults.clear();
        for (const rule of ends?.(this.#point) ?? []) faults.set(rule);
        if (typeof lasts === 'number') this.#timer = setTimeout(() => faults.clear(), lasts);
      };
    });
    try {
      return await this.#world.act(this.#world.next, this.#story.action, this.#story.inputs(this.#world));
    } finally {
      watch(undefined);
      if (typeof this.#fault.lasts !== 'number') faults.clear();
    }
  }

  async #spawned(request: Request | undefined): Promise<Outcome> {
    const { faults } = this.#world.cloud;
    const { process: how } = this.#fault;
    this.#begun = true;
    if (request && how) faults.set({ call: request.call, fault: how, skip: request.nth });
    const outcome = await this.#world.spawn(
      this.#world.next,
      this.#story.action,
      this.#story.inputs(this.#world),
    );
    faults.clear();
    return outcome;
  }

  /** Runs a job; looks at how often it moved traffic, and whether its words are true. */
  async #watched(
    job: () => Promise<Outcome>,
    when: string,
    claims: Pick<Story, 'holds'> = this.#story,
  ): Promise<{ readonly outcome: Outcome }> {
    const from = this.#world.cloud.log.entries.length;
    const hands = this.#world.byHand.sent.length;
    const struck = this.#world.cloud.faults.struck.length;
    const outcome = await job();
    this.#ends.push(outcome.signal ?? (outcome.errorCode || String(outcome.code)));
    const log = this.#world.cloud.log.entries.slice(from);
    const byHand = this.#world.byHand.sent.slice(hands);
    for (const move of MOVES) {
      const sent = maybeMade(log, move) - byHand.filter((one) => one === move).length;
      if (sent > 1) this.#wrong(`${when}: ${move} was sent ${sent} times`);
    }
    const many = (move: Move) => made(log, move) - byHand.filter((one) => one === move).length;
    const [forth, back] = [many('vercel.promote'), many('vercel.rollback')];
    const stale = this.#world.cloud.faults.struck
      .slice(struck)
      .some(({ kind, call }) => kind === 'stale-read' && call.startsWith('vercel.'));
    const asked = Math.max(0, ...log.filter(({ vendor }) => vendor === 'vercel').map(({ at }) => at));
    for (const untrue of await trueWords(this.#world, () => claims.holds(this.#world), outcome, {
      forth,
      back,
      stale,
      asked,
    }))
      this.#wrong(`${when}: ${untrue}`);
    return { outcome };
  }

  async #look(): Promise<void> {
    await this.#world.settled();
    const serving = this.#world.serving() ?? 'nobody knows what';
    if (!this.#good().includes(serving)) this.#wrong(`alone: ${this.#who(serving)} serves`);
  }

  #good(): readonly string[] {
    const { previous, next } = this.#world;
    if (this.#decision) return [this.#decision.commit];
    if (isUnplanned(this.#story)) return [previous.sha];
    return this.#story.name === 'contract' ? [next.sha] : [previous.sha, next.sha];
  }

  /** Nobody has done anything: the same job again ends it, or it is undone. */
  async #again(): Promise<void> {
    const { previous, next } = this.#world;
    if (this.#story.action === 'ship') this.#probe.approved.add(next.sha);
    const outcomes = await toTheEnd(this.#world, this.#story, (job, undoes) =>
      this.#watched(job, 'again', undoes ? noClaim : this.#story),
    );
    await this.#world.settled();
    const last = outcomes.at(-1);
    if (last?.code !== 0)
      return this.#wrong(`again: it does not end: ${last?.errorCode}: ${last?.problem?.what}`);
    const serving = this.#world.serving();
    const all = this.#world.cloud.log.entries.slice(this.#from);
    for (const move of MOVES)
      if (made(all, move) > 1) this.#wrong(`again: ${move} was carried out ${made(all, move)} times in all`);
    const closed = (await this.#world.events(next)).findLast(({ kind }) => kind === 'closed')?.body['result'];
    if (this.#story.action === 'ship' || this.#story.action === 'rollback') {
      const should = closed === 'released' ? next.sha : previous.sha;
      if (closed === undefined || serving !== should)
        this.#wrong(`again: closed as ${closed}, and ${this.#who(serving)} serves`);
      if (this.#story.action === 'rollback' && closed !== 'rolled-back')
        this.#wrong(`again: closed as ${closed}`);
    } else {
      if (!this.#good().includes(serving ?? '')) this.#wrong(`again: ${this.#who(serving)} serves`);
    }
  }

  /** Somebody has decided what serves: it stays, whatever the same job and a rollback do next. */
  async #afterwards(): Promise<void> {
    const decision = this.#decision!;
    await this.#world.settled();
    const jobs = [
      () => this.#world.act(this.#world.next, this.#story.action, this.#story.inputs(this.#world)),
      () => undone(this.#world),
    ];
    // A rollback of what the person wants to serve would be somebody's newer decision.
    const goesBack = this.#story.action === 'ship' && decision.commit !== this.#world.next.sha;
    for (const job of goesBack ? jobs : jobs.slice(0, 1)) {
      await this.#watched(job, 'with a person', job === jobs[1] ? noClaim : this.#story);
      await this.#world.settled();
      const serving = this.#world.serving();
      if (serving !== decision.commit && !(await undoneBy(this.#world, decision)))
        this.#wrong(
          `a person decided on ${this.#who(decision.commit)} (${this.#case.person}), but ${this.#who(serving)} serves`,
        );
    }
  }

  async #decide(): Promise<void> {
    this.#decision = await act(this.#world, this.#case.person, (commit) => this.#probe.approved.add(commit));
  }

  #who(commit: string | undefined): string {
    const { older, previous, next } = this.#world;
    const names: Readonly<Record<string, string>> = {
      [older.sha]: 'the oldest',
      [previous.sha]: 'the previous',
      [next.sha]: 'the new',
    };
    return names[commit ?? ''] ?? commit ?? 'nothing';
  }

  #wrong(what: string): void {
    this.#failures.push(what);
  }
}

/** Nobody has seen a plan of it, let alone approved one. */
const isUnplanned = ({ from }: Story) => from === 'released' || from === 'deployed';

/** For a step whose claim is looked at elsewhere. */
const noClaim = { holds: async () => undefined };
