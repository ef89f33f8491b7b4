/** How long this process waits for a processor: what a bound on time has to allow for on a busy machine. */
import { setInterval } from 'node:timers';

const TICK_MS = 10;
const STEPS = 50;

export class Lag {
  private worst = 0;
  private last = performance.now();
  private readonly timer = setInterval(() => {
    const now = performance.now();
    this.worst = Math.max(this.worst, now - this.last - TICK_MS);
    this.last = now;
  }, TICK_MS);

  /** Ends the measurement. @returns a bound on time, with what many steps may have waited for a processor */
  allowedFor(boundMs: number): number {
    clearInterval(this.timer);
    return boundMs + STEPS * this.worst;
  }
}
