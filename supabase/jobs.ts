import type pg from 'pg';

export type Counts = Readonly<Record<string, number>>;

/** A run of a job, noted in `private.job_runs`: its beginning and its end are in the audit chain, with the counts. */
export class JobRun {
  readonly client: pg.Client;
  readonly id: string;

  private constructor(client: pg.Client, id: string) {
    this.client = client;
    this.id = id;
  }

  static async begin(client: pg.Client, job: string, dryRun = false): Promise<JobRun> {
    const { rows } = await client.query<{ id: string }>(
      'insert into private.job_runs (job, dry_run) values ($1, $2) returning id',
      [job, dryRun],
    );
    const [run] = rows;
    if (!run) throw new Error('the run was not noted');
    return new JobRun(client, run.id);
  }

  /** In the transaction of the work that it counts. */
  async progress(counts: Counts): Promise<void> {
    await this.client.query('update private.job_runs set counts = $2 where id = $1', [this.id, counts]);
  }

  async end(counts: Counts): Promise<void> {
    await this.client.query('update private.job_runs set counts = $2, finished_at = now() where id = $1', [
      this.id,
      counts,
    ]);
  }

  /** All of the work, or nothing of it. */
  async inTransaction<Value>(work: () => Promise<Value>): Promise<Value> {
    await this.client.query('begin');
    try {
      const value = await work();
      await this.client.query('commit');
      return value;
    } catch (error) {
      await this.client.query('rollback');
      throw error;
    }
  }
}
