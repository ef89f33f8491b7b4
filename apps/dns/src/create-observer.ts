import type { Config } from '#config';
import type { Logger } from '#logging';
import type { Store } from '#store';

import { Observer } from './observer.js';
import { QueryRecorder } from './queries/query-recorder.js';
import { DnstapListener } from './socket/dnstap-listener.js';
import { SparingLog } from './sparing-log.js';

export interface ObserverParts {
  readonly config: Pick<Config, 'domain' | 'dnstapSocket'>;
  readonly store: Pick<Store, 'checks' | 'observations'>;
  readonly logger: Logger;
}

/** Puts the observer together; it does not listen yet. */
export function createObserver({ config, store, logger }: ObserverParts): Observer {
  const sparingLog = new SparingLog(logger);
  const recorder = new QueryRecorder({ domain: config.domain, store, logger, sparingLog });
  const listener = new DnstapListener({
    path: config.dnstapSocket,
    onPayload: (payload) => recorder.receive(payload),
    logger,
    sparingLog,
  });
  return new Observer(listener, recorder);
}
