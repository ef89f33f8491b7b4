import type { StoredObservation } from '#checks';
import { widestNetwork } from '#limits';

/**
 * The latest fetch of each client and scenario. When there are too many, the network that has the most loses its oldest: asking from
 * ever new addresses makes nothing of others forgotten.
 */
export class FetchMemory {
  private readonly networks = new Map<string, Map<string, StoredObservation>>();
  private count = 0;

  constructor(private readonly most: number) {}

  add(fetch: StoredObservation): void {
    const network = widestNetwork(fetch.clientAddress);
    const own = this.networks.get(network) ?? new Map<string, StoredObservation>();
    const key = `${fetch.clientAddress} ${fetch.scenario}`;
    this.networks.set(network, own);
    // What is set again would keep its old place otherwise.
    if (!own.delete(key)) this.count += 1;
    own.set(key, fetch);
    if (this.count > this.most) this.forgetOne();
  }

  all(): StoredObservation[] {
    return [...this.networks.values()].flatMap((own) => [...own.values()]);
  }

  private forgetOne(): void {
    let [largest, size] = ['', 0];
    for (const [network, own] of this.networks) if (own.size > size) [largest, size] = [network, own.size];
    const own = this.networks.get(largest);
    const [oldest] = own?.keys() ?? [];
    if (own === undefined || oldest === undefined) return;
    own.delete(oldest);
    this.count -= 1;
    if (own.size === 0) this.networks.delete(largest);
  }
}
