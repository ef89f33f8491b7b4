import { ConfigError, type Config } from '#config';
import { type Logger, SparingLog } from '#logging';

import { Observer } from './observer.js';
import { QueryRecorder, type QueryStore } from './queries/query-recorder.js';
import { DnstapListener } from './socket/dnstap-listener.js';

export interface ObserverParts {
  readonly config: Pick<Config, 'domain' | 'nameServer'>;
  readonly store: QueryStore;
  readonly logger: Logger;
}

/**
 * Puts the observer together; it does not listen yet.
 *
 * @throws ConfigError when there is no socket to listen on
 */
export function createObserver({ config, store, logger }: ObserverParts): Observer {
  const path = config.nameServer.dnstapSocket;
  if (path === undefined)
    throw new ConfigError([
      { name: 'DNSTAP_SOCKET', reason: 'must be the path of a Unix socket, such as data/queries.sock' },
    ]);
  const sparingLog = new SparingLog(logger);
  const recorder = new QueryRecorder({ domain: config.domain, store, logger, sparingLog });
  const listener = new DnstapListener({
    path,
    onPayload: (payload) => recorder.receive(payload),
    logger,
    sparingLog,
  });
  return new Observer(listener, recorder);
}
