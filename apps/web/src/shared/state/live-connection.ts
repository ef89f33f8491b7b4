import { io, type Socket } from 'socket.io-client';

import type { ClientToServerEvents, ProblemBody, ServerToClientEvents } from '#contracts';

const ANSWER_TIMEOUT_MS = 10_000;
const RETRY_MS = 3_000;

export type LiveSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

export interface LiveListener<Body> {
  body(body: Body): void;
  problem(problem: ProblemBody): void;
  lost(): void;
}

/** What is watched: how it is asked for, and how its updates are heard. */
export interface Subject<Body> {
  watch(socket: LiveSocket, timeoutMs: number): Promise<Body | ProblemBody>;
  hear(socket: LiveSocket, tell: (body: Body) => void): void;
}

/**
 * Watches one check or probe. Whatever breaks is tried again until `close`; every new connection asks for the whole, so
 * nothing that happened in between is missed.
 */
export class LiveConnection<Body extends object> {
  readonly #socket: LiveSocket;
  #retry: number | undefined;

  constructor(
    private readonly subject: Subject<Body>,
    private readonly listener: LiveListener<Body>,
  ) {
    this.#socket = io({ reconnectionDelay: 500, reconnectionDelayMax: 5_000 });
    this.#socket.on('connect', () => void this.#watch());
    this.#socket.on('disconnect', () => this.#reconnect());
    this.#socket.on('connect_error', () => this.#reconnect());
    subject.hear(this.#socket, (body) => listener.body(body));
  }

  close(): void {
    window.clearTimeout(this.#retry);
    this.#socket.off();
    this.#socket.disconnect();
  }

  async #watch(): Promise<void> {
    let answer: Body | ProblemBody;
    try {
      answer = await this.subject.watch(this.#socket, ANSWER_TIMEOUT_MS);
    } catch {
      // No answer in time. When the connection broke, its return asks again.
      if (this.#socket.connected) this.#again(() => void this.#watch());
      return;
    }
    if (isProblem(answer)) this.#fail(answer);
    else this.listener.body(answer);
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
function isProblem(answer: object): answer is ProblemBody {
  return 'status' in answer;
}
