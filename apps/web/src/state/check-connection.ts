import { io, type Socket } from 'socket.io-client';

import type { CheckBody, ClientToServerEvents, ProblemBody, ServerToClientEvents } from '#contracts';

const ANSWER_TIMEOUT_MS = 10_000;
const RETRY_MS = 3_000;

export interface CheckListener {
  check(check: CheckBody): void;
  problem(problem: ProblemBody): void;
  lost(): void;
}

/**
 * Watches one check. Whatever breaks is tried again until `close`; every new connection asks for the whole check, so
 * nothing that happened in between is missed.
 */
export class CheckConnection {
  readonly #socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  #retry: number | undefined;

  constructor(
    private readonly token: string,
    private readonly listener: CheckListener,
  ) {
    this.#socket = io({ reconnectionDelay: 500, reconnectionDelayMax: 5_000 });
    this.#socket.on('connect', () => void this.#watch());
    this.#socket.on('disconnect', () => this.#reconnect());
    this.#socket.on('connect_error', () => this.#reconnect());
    this.#socket.on('check:update', (check) => {
      if (check.token === token) listener.check(check);
    });
  }

  close(): void {
    window.clearTimeout(this.#retry);
    this.#socket.off();
    this.#socket.disconnect();
  }

  async #watch(): Promise<void> {
    let answer: CheckBody | ProblemBody;
    try {
      const reply: unknown = await this.#socket
        .timeout(ANSWER_TIMEOUT_MS)
        .emitWithAck('check:watch', this.token);
      answer = reply as CheckBody | ProblemBody;
    } catch {
      // No answer in time. When the connection broke, its return asks again.
      if (this.#socket.connected) this.#again(() => void this.#watch());
      return;
    }
    if (isProblem(answer)) this.#fail(answer);
    else this.listener.check(answer);
  }

  #fail(problem: ProblemBody): void {
    this.listener.problem(problem);
    if (problem.status !== 404) this.#again(() => void this.#watch());
  }

  /** socket.io reconnects by itself, except where the server ended the connection on purpose. */
  #reconnect(): void {
    this.listener.lost();
    if (!this.#socket.active) this.#again(() => this.#socket.connect());
  }

  #again(step: () => void): void {
    window.clearTimeout(this.#retry);
    this.#retry = window.setTimeout(step, RETRY_MS);
  }
}

/** As `isProblem` of #contracts, which would bring the whole validation library into the page. */
function isProblem(answer: CheckBody | ProblemBody): answer is ProblemBody {
  return 'status' in answer;
}
