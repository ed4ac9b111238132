export interface Notice {
  readonly releaseId: string;
  readonly environment: string;
  readonly commit: string;
  readonly title: string;
  readonly state: 'running' | 'waiting' | 'succeeded' | 'failed' | 'rolled-back';
  /** Phase lines shown in the one message that is updated in place. */
  readonly phases: readonly {
    readonly phase: string;
    readonly state: 'done' | 'running' | 'waiting' | 'failed' | 'skipped';
    readonly detail?: string;
  }[];
  /** `todo`: it leads to what somebody has to do now. */
  readonly links: readonly { readonly text: string; readonly url: string; readonly todo?: boolean }[];
  /** Added to the thread as a reply of its own. */
  readonly reply?: string;
  /**
   * Somebody else's words during the release: said in its thread, whole, and the message stays as it is. The rest of this
   * notice is posted only where there is no message yet.
   */
  readonly aside?: { readonly words: string; readonly state: Notice['state'] };
}

/** Where an earlier notice of this release stands, so that it is updated, not posted anew. */
export type NoticeRef = { readonly channel: string; readonly ts: string };

/** Source: src/notices/ (Slack). A notice that fails never fails a release: callers turn errors into warnings. */
export interface Notices {
  readonly vendor: string;
  /** One message a release, updated in place; finds its own message by metadata before posting anew. */
  publish(notice: Notice, previous: NoticeRef | undefined): Promise<NoticeRef>;
}
