/** What the store keeps of probes: each under its id, for as long as it is among the newest. */

/** `running`: begun, and no end is noted. When its process is no more, which its lease shows, none ever will be. */
export type StoredProbeState = 'running' | 'done' | 'failed';

export interface StoredProbe {
  readonly id: string;
  readonly domain: string;
  readonly createdAt: number;
  readonly finishedAt: number | null;
  readonly state: StoredProbeState;
  /** Until when a process answers for one that runs (milliseconds since the epoch); it renews this while it lives. */
  readonly leaseUntil: number | null;
  /** What was found out, as the API wrote it; null until it is finished, and when the process died before. */
  readonly report: string | null;
}

export interface FinishedProbe {
  readonly id: string;
  readonly finishedAt: number;
  readonly state: 'done' | 'failed';
  readonly report: string;
}

export type NewProbe = Pick<StoredProbe, 'id' | 'domain' | 'createdAt'> &
  Partial<Pick<StoredProbe, 'leaseUntil'>>;

export interface ProbesRepository {
  /**
   * Stores a probe that begins and answers null; or stores nothing and answers the probe of the domain that runs, in whichever
   * process. When more than `maxProbes` are stored, the oldest go.
   */
  insert(probe: NewProbe, maxProbes: number): Promise<StoredProbe | null>;
  /** The process of these probes lives on. */
  renew(ids: readonly string[], leaseUntil: number): Promise<void>;
  /** Notes how a probe ended; nothing happens when it is gone already. */
  finish(probe: FinishedProbe): Promise<void>;
  find(id: string): Promise<StoredProbe | null>;
  /** The newest probe of the domain that is done and was finished at `since` or later. */
  findRecent(domain: string, since: number): Promise<StoredProbe | null>;
}
