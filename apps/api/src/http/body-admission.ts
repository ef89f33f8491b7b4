/**
 * Whose request bodies are read simultaneously. A body that comes slowly holds memory, so that there is a bound on all of them;
 * and one on those of a client and of its networks, so that nobody fills the room of all others.
 */
import type { NextFunction, Request, Response } from 'express';

import type { ProblemBody } from '#contracts';
import { type Exhausted, TieredLimit, type TieredLimits } from '#limits';

import { ProblemException } from '../problem/problem.exception.js';
import { problem } from '../problem/problems.js';
import type { ClientAddresses } from '../security/client-addresses.js';
import { type BodyFault, type Pace, readBody } from './read-body.js';

export interface BodyLimits {
  readonly maxBytes: number;
  readonly simultaneous: TieredLimits;
}

/** A modem is faster; what takes its time on purpose is gone after 5 s. */
const PACE: Pace = { startMs: 5_000, minBytesPerSecond: 4_096 };

/** For what still comes of a body that is not read. */
const LINGER_MS = 2_000;

const REFUSALS: Readonly<Record<Exhausted, ProblemBody>> = {
  client: problem('too-many-requests', 'bodies-of-client'),
  network: problem('too-many-requests', 'bodies-of-network'),
  total: problem('overloaded', 'all-bodies-taken'),
};

export class BodyAdmission {
  private readonly limit: TieredLimit;

  constructor(
    private readonly clients: ClientAddresses,
    private readonly limits: BodyLimits,
  ) {
    this.limit = new TieredLimit(limits.simultaneous);
  }

  /**
   * Reads the body, or ends the request with a problem.
   *
   * @param done gets the body, and what gives back its place; once the request is answered its place is free anyway
   */
  read(
    request: Request,
    response: Response,
    next: NextFunction,
    done: (body: Buffer, release: () => void) => void,
  ): void {
    const admission = this.limit.acquire(this.clients.of(request));
    if ('exhausted' in admission) {
      cutSoon(request, response);
      return next(new ProblemException(REFUSALS[admission.exhausted]));
    }
    const { release } = admission;
    response.once('close', release);
    readBody(request, { maxBytes: this.limits.maxBytes, pace: PACE }, (body) => {
      if (Buffer.isBuffer(body)) return done(body, release);
      release();
      cutSoon(request, response);
      next(this.faultOf(body));
    });
  }

  private faultOf(fault: BodyFault): ProblemException {
    if (fault === 'too-large')
      return new ProblemException(problem('body-too-large', 'large-body', this.limits.maxBytes));
    // What still comes would otherwise be read and dropped for a while.
    return new ProblemException(problem('body-too-slow', 'slow-body'), { Connection: 'close' });
  }
}

/**
 * Ends the connection soon after the answer, unless the rest of the body has come by then: earlier, the client would hardly
 * read the answer; until Node's limit for requests, slow bodies that were refused would pile up.
 */
function cutSoon(request: Request, response: Response): void {
  response.once('finish', () => {
    setTimeout(() => {
      if (!request.complete) request.socket.destroy();
    }, LINGER_MS).unref();
  });
}
