import { io, type Socket } from 'socket.io-client';

import type { ClientToServerEvents, ProblemBody, ServerToClientEvents } from '#contracts';

const ANSWER_TIMEOUT_MS = 10_000;
const RETRY_MS = 3_000;

/** Until it is connected again: a lost connection mostly returns soon. */
const LOST = { first: 500, longest: 5_000 };
/** A server that is full stays so for a while. */
const REFUSED = { first: 5_000, longest: 60_000 };

/** What a server that is full answers, RFC 6585 §4 and RFC 9110 §15.6.4. */
const FULL: readonly unknown[] = [429, 503];

export type LiveSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

export interface LiveListener<Body> {
  body(body: Body): void;
  problem(problem: ProblemBody): void;
  lost(): void;
  /** The server is full, or serves this network enough already; tried again, ever more rarely. */
  refused(): void;
}

/** What is watched: how it is asked for, and how its updates are heard. */
export interface Subject<Body> {
  watch(socket: LiveSocket, timeoutMs: number): Promise<Body | ProblemBody>;
  /** @param ask asks for it once more: the answer says what became of it */
  hear(socket: LiveSocket, tell: (body: Body) => void, ask: () => void): void;
}

/**
 * Watches one check or probe. Whatever breaks is tried again until `close`; every new connection asks for the whole, so
 * nothing that happened in between is missed.
 */
export class LiveConnection<Body extends object> {
  readonly #socket: LiveSocket;
  #retry: number | undefined;
  #failures = 0;

  constructor(
    private readonly subject: Subject<Body>,
    private readonly listener: LiveListener<Body>,
  ) {
    this.#socket = io({ query: { lang: document.documentElement.lang } });
    this.#pace(LOST);
    this.#socket.on('connect', () => this.#connected());
    this.#socket.on('disconnect', () => this.#reconnect());
    this.#socket.on('connect_error', (error) => this.#failedToConnect(error));
    subject.hear(
      this.#socket,
      (body) => listener.body(body),
      () => void this.#watch(),
    );
  }

  close(): void {
    window.clearTimeout(this.#retry);
    this.#socket.off();
    this.#socket.disconnect();
  }

  #connected(): void {
    this.#pace(LOST);
    void this.#watch();
  }

  /** Engine.IO puts the status of the answer into the description. */
  #failedToConnect(error: Error & { readonly description?: unknown }): void {
    if (!FULL.includes(error.description)) return this.#reconnect();
    this.#pace(REFUSED);
    this.listener.refused();
  }

  /** Each time it takes twice as long as before, with chance in it, so that not all come back together. */
  #pace({ first, longest }: typeof LOST): void {
    this.#socket.io.reconnectionDelay(first);
    this.#socket.io.reconnectionDelayMax(longest);
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
    else {
      this.#failures = 0;
      this.listener.body(answer);
    }
  }

  #fail(problem: ProblemBody): void {
    if (isFull(problem)) this.listener.refused();
    else this.listener.problem(problem);
    if (problem.status !== 404) this.#again(() => void this.#watch());
  }

  /** socket.io reconnects by itself, except where the server ended the connection on purpose. */
  #reconnect(): void {
    this.listener.lost();
    if (!this.#socket.active) this.#again(() => this.#socket.connect());
  }

  #again(step: () => void): void {
    window.clearTimeout(this.#retry);
    const delay = Math.min(RETRY_MS * 2 ** this.#failures, REFUSED.longest);
    this.#failures += 1;
    this.#retry = window.setTimeout(step, delay * (1 + Math.random() / 2));
  }
}

/** Of watches and connections, in all or of this network; a store that cannot be read is another thing. */
function isFull({ status, type }: ProblemBody): boolean {
  return status === 429 || type.endsWith(':overloaded');
}

/** As `isProblem` of #contracts, which would bring the whole validation library into the page. */
function isProblem(answer: object): answer is ProblemBody {
  return 'status' in answer;
}
