import type { Config } from '#config';
import { normalizeAddress } from '#checks';
import { type Logger, SparingLog } from '#logging';
import {
  fallbackAddresses,
  type InstanceAddresses,
  type KnownScenario,
  needsOwnAddress,
  offeredScenarios,
} from '#scenarios';
import type { Store } from '#store';

import { connectionLimit } from '../limits/connection-limit.js';
import { Bandwidth } from '../limits/bandwidth.js';
import { MessagesService } from '../messages/messages.service.js';
import { OperatorMailbox } from '../operator/operator-mailbox.js';
import { LiveChecks } from '../recipients/live-checks.js';
import { RecipientsService } from '../recipients/recipients.service.js';
import { SessionRecorder } from '../session/session-recorder.js';
import type { Session } from '../session/session.js';
import { CertificateChoice } from '../tls/certificate-choice.js';
import { CertificateSelector } from '../tls/certificate-selector.js';
import { PublicContexts } from '../tls/public-contexts.js';
import { tlsOptions } from '../tls/tls-options.js';
import { CheckLinks } from './check-links.js';
import { receiverHooks } from './receiver-hooks.js';
import { ReceiverServer } from './receiver-server.js';
import { hostsWith } from './listen.js';
import { Receiver, warnOfProblems } from './receiver.js';
import { serverOptions } from './server-options.js';

/** What one client may send over all its connections: 32 Mbit/s, after one message of the largest size at full speed. */
const BYTES_PER_SECOND = 4_194_304;
const BURST_BYTES = 67_108_864;

export interface ReceiverParts {
  readonly config: Pick<
    Config,
    | 'domain'
    | 'publicUrl'
    | 'smtp'
    | 'certs'
    | 'caddyDir'
    | 'zonesDir'
    | 'checks'
    | 'operator'
    | keyof InstanceAddresses
  >;
  readonly store: Store;
  readonly logger: Logger;
}

/**
 * Puts the receiver together; it does not listen yet.
 *
 * @throws CertificateFileError when there is no usable key and certificate
 */
export async function createReceiver({ config, store, logger }: ReceiverParts): Promise<Receiver> {
  const { domain, smtp: limits } = config;
  const tls = tlsOptions(limits.tlsMinVersion);
  const certificates = await CertificateSelector.load({
    ...{ dir: config.certs.dir, zonesDir: config.zonesDir },
    ...{ domain, tls },
  });
  warnOfProblems(certificates, logger);
  const liveChecks = new LiveChecks(store.checks, config.checks.releaseAfterMs);
  const log = { logger, states: SparingLog.ofStates(logger) };
  const { caddyDir } = config;
  const contexts = caddyDir === undefined ? null : new PublicContexts(caddyDir, domain, tls, log);
  await contexts?.look();
  const choice = new CertificateChoice(certificates, liveChecks, log, contexts);
  const recorder = new SessionRecorder(domain, store, liveChecks, log);
  const mailbox = new OperatorMailbox(config.operator, limits.maxMessageBytes, store, log);
  const recipients = new RecipientsService(domain, liveChecks, mailbox, log);
  const bandwidth = new Bandwidth(BYTES_PER_SECOND, BURST_BYTES);
  const messages = new MessagesService(limits.maxMessageBytes, bandwidth, recipients, recorder, mailbox, log);
  const sessions = new Map<string, Session>();
  const limiter = connectionLimit(limits);
  const links = new CheckLinks(config.publicUrl);
  const ownAddresses = addressesOfOne(config);
  const fallbacks = fallbacksOf(config);

  const servers = hostsOf(config).map((host) => {
    const hooks = receiverHooks({
      recipients,
      messages,
      recorder,
      links,
      sessions,
      cutOff: (id, reply) => server.cutOff(id, reply),
    });
    const options = {
      ...serverOptions(config),
      ...tls,
      ...certificates.default,
      ...hooks,
    };
    const context = {
      ...{ limits, limiter, recorder, recipients, links, certificates: choice },
      ...{ ownAddresses, fallbacks, sessions },
    };
    const server: ReceiverServer = new ReceiverServer(options, context);
    return { host, server };
  });
  return new Receiver({ servers, smtp: limits, certificates, contexts, limiter, recorder, logger });
}

/** The hosts that are listened on. */
export function hostsOf(config: Pick<Config, 'smtp' | keyof InstanceAddresses>): readonly string[] {
  return hostsWith(config.smtp.hosts, [...addressesOfOne(config).keys(), ...fallbacksOf(config)]);
}

function fallbacksOf(instance: InstanceAddresses): ReadonlySet<string> {
  const { ipv4, ipv6 } = fallbackAddresses(instance);
  return new Set(
    [ipv4, ipv6].flatMap((address) => (address === undefined ? [] : [normalizeAddress(address)])),
  );
}

/** The addresses that are those of one scenario alone. */
function addressesOfOne(instance: InstanceAddresses): ReadonlyMap<string, KnownScenario> {
  return new Map(
    offeredScenarios(instance)
      .filter(({ scenario }) => needsOwnAddress(scenario))
      .flatMap(({ scenario, addresses: { ipv4, ipv6 } }) =>
        [ipv4, ipv6].flatMap((address) =>
          address === undefined ? [] : [[normalizeAddress(address), scenario] as const],
        ),
      ),
  );
}
