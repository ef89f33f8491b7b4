/** What waits, by owner. The owners take turns: one who queues much holds up nothing but the rest of his own. */
export class FairQueue<T> {
  /** The one whose turn is next comes first; no line is empty. */
  private readonly lines = new Map<string, T[]>();
  private waiting = 0;

  get size(): number {
    return this.waiting;
  }

  push(owner: string, item: T): void {
    const line = this.lines.get(owner);
    if (line === undefined) this.lines.set(owner, [item]);
    else line.push(item);
    this.waiting += 1;
  }

  shift(): T | undefined {
    const [next] = this.lines;
    if (next === undefined) return undefined;
    const [owner, line] = next;
    this.lines.delete(owner);
    const item = line.shift();
    if (line.length > 0) this.lines.set(owner, line);
    this.waiting -= 1;
    return item;
  }

  /** Takes everything out. */
  clear(): T[] {
    const all = [...this.lines.values()].flat();
    this.lines.clear();
    this.waiting = 0;
    return all;
  }
}
