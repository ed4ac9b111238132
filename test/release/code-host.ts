import type { CodeHost } from '../../src/release/ports.ts';
import { headIn, type OutsideHead } from '../../src/release/record/head.ts';

const unasked = (): Promise<never> => Promise.reject(new Error('this code host keeps heads, nothing else'));

/** A code host in memory: deployments with the heads that they carry, out of reach of the database's owner. */
export class MemoryCodeHost implements CodeHost {
  readonly vendor: string = 'memory-host';
  readonly repository: string = 'shop/shop';
  readonly heads: OutsideHead[] = [];
  readonly statuses: string[] = [];
  /** So many reads of heads fail. */
  away = 0;
  /** Release by deployment. */
  readonly opened = new Map<string, string>();

  async commit(sha: string) {
    return { sha, message: 'change', authors: ['ada'] };
  }
  async changes() {
    return [];
  }
  async approvals() {
    return [];
  }
  async openDeployment({ releaseId, head }: Parameters<CodeHost['openDeployment']>[0]) {
    const known = [...this.opened].find(([, release]) => release === releaseId)?.[0];
    if (known) return known;
    const deploymentId = String(this.opened.size + 1);
    this.opened.set(deploymentId, releaseId);
    if (head) this.tell({ ...head, releaseId, deploymentId });
    return deploymentId;
  }
  async setDeploymentStatus({
    deploymentId,
    state,
    description,
  }: Parameters<CodeHost['setDeploymentStatus']>[0]) {
    this.statuses.push(`${state}: ${description}`);
    const head = headIn(description);
    if (head) this.tell({ ...head, deploymentId, releaseId: this.opened.get(deploymentId) ?? '' });
  }
  async finishedReleases() {
    return [];
  }
  async recordHeads() {
    if (this.away > 0) {
      this.away -= 1;
      throw new Error('the code host is away');
    }
    return this.heads;
  }
  /** Commit → those that it is in the history of. */
  readonly history = new Map<string, readonly string[]>();
  readonly trees = new Map<string, ReadonlyMap<string, string>>();
  /** What was asked of histories. */
  readonly compared: string[] = [];
  async contains({ commit, head }: Parameters<CodeHost['contains']>[0]) {
    this.compared.push(`${commit[0]}...${head[0]}`);
    return commit === head || (this.history.get(commit) ?? []).includes(head);
  }
  async files(commit: string) {
    return this.trees.get(commit);
  }
  protectedFile = unasked;
  fileAt = unasked;
  authorship = unasked;
  openThreads = unasked;
  people = unasked;
  confirmations = unasked;
  async upsertComment() {
    return { url: '' };
  }

  private tell(head: Omit<OutsideHead, 'by' | 'at'>): void {
    this.heads.unshift({ ...head, by: 'shiplock[bot]', at: new Date().toISOString() });
  }
}

/** The same one, as another process has it. */
export const inAnotherProcess = (host: MemoryCodeHost): MemoryCodeHost =>
  Object.create(host) as MemoryCodeHost;
