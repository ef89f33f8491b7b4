/** What a visitor's browser does: makes a check over HTTP and watches it over Socket.IO. */
import { io, type Socket } from 'socket.io-client';

import {
  checkBody,
  isProblem,
  scenarioBody,
  type CheckBody,
  type ClientToServerEvents,
  type ScenarioBody,
  type ServerToClientEvents,
} from '#contracts';

import { waitUntil, type PollOptions } from './poll.js';

type CheckSocket = Socket<ServerToClientEvents, ClientToServerEvents>;

export async function createCheck(url: string): Promise<CheckBody> {
  return checkBody.parse(await answerOf(await fetch(`${url}/api/checks`, { method: 'POST' })));
}

export async function readScenarios(url: string): Promise<ScenarioBody[]> {
  return scenarioBody.array().parse(await answerOf(await fetch(`${url}/api/scenarios`)));
}

export async function readCheck(url: string, token: string): Promise<CheckBody> {
  return checkBody.parse(await answerOf(await fetch(`${url}/api/checks/${token}`)));
}

/** What the visitor's button does. */
export async function releaseCheck(url: string, token: string): Promise<CheckBody> {
  const response = await fetch(`${url}/api/checks/${token}/release`, { method: 'POST' });
  return checkBody.parse(await answerOf(response));
}

async function answerOf(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** A check that is kept up to date by what the server pushes, through losses of the connection. */
export class CheckWatch {
  /** When each observation, by its id, had reached us (milliseconds since the epoch). */
  readonly receivedAt = new Map<number, number>();

  private constructor(
    private readonly socket: CheckSocket,
    private check: CheckBody,
  ) {
    socket.on('check:update', (update) => {
      this.check = update;
      for (const { id } of update.observations) {
        if (!this.receivedAt.has(id)) this.receivedAt.set(id, Date.now());
      }
    });
    socket.on('connect', () => {
      // Should this fail, the connection is gone again, and comes back.
      this.watchAgain().catch(() => undefined);
    });
  }

  static async open(url: string, token: string): Promise<CheckWatch> {
    const socket: CheckSocket = io(url, { transports: ['websocket'] });
    try {
      return new CheckWatch(socket, await watch(socket, token));
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  /** The check as last pushed. */
  get current(): CheckBody {
    return this.check;
  }

  /** Waits until the check satisfies `predicate`. */
  async until(
    predicate: (check: CheckBody) => boolean,
    what: string,
    options?: PollOptions,
  ): Promise<CheckBody> {
    return waitUntil(
      () => `${what}; the check is ${JSON.stringify(this.check, null, 2)}`,
      () => (predicate(this.check) ? this.check : undefined),
      options,
    );
  }

  close(): void {
    this.socket.close();
  }

  private async watchAgain(): Promise<void> {
    this.check = await watch(this.socket, this.check.token);
  }
}

async function watch(socket: CheckSocket, token: string): Promise<CheckBody> {
  const answer = await socket.timeout(10_000).emitWithAck('check:watch', token);
  if (isProblem(answer)) throw new Error(`check:watch: ${answer.title}: ${answer.detail}`);
  return answer;
}
