/** What the store keeps of probes: each under its id, for as long as it is among the newest. */

/** `running`: begun, and nobody has said how it ended. When its process is no more, nobody ever will. */
export type StoredProbeState = 'running' | 'done' | 'failed';

export interface StoredProbe {
  readonly id: string;
  readonly domain: string;
  readonly createdAt: number;
  readonly finishedAt: number | null;
  readonly state: StoredProbeState;
  /** What was found out, as the API wrote it; null until it is finished, and when the process died before. */
  readonly report: string | null;
}

export interface FinishedProbe {
  readonly id: string;
  readonly finishedAt: number;
  readonly state: 'done' | 'failed';
  readonly report: string;
}

export interface ProbesRepository {
  /** Stores a probe that begins. When more than `maxProbes` are stored, the oldest go. */
  insert(probe: Pick<StoredProbe, 'id' | 'domain' | 'createdAt'>, maxProbes: number): Promise<void>;
  /** Notes how a probe ended; nothing happens when it is gone already. */
  finish(probe: FinishedProbe): Promise<void>;
  find(id: string): Promise<StoredProbe | null>;
  /** The newest probe of the domain that is done and was finished at `since` or later. */
  findRecent(domain: string, since: number): Promise<StoredProbe | null>;
}
