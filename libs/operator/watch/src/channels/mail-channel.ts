/** Mails what is new to the operator through his own relay, so that it comes through when the mail it tells of does not. */
import { handOver, type RelayMessage } from '#relay';
import { harmless } from '#text';

import type { Channel, Delivery } from '../tell.js';
import { headline, notificationText } from '../notification-text.js';
import { type PendingNotification } from '../watch-state.js';

export interface MailSettings {
  readonly relay: Parameters<typeof handOver>[1];
  readonly to: string;
  /** Undefined: postmaster@DOMAIN, with the null sender in the envelope. */
  readonly from: string | undefined;
  readonly domain: string;
}

export function mailChannel(settings: MailSettings): Channel {
  return {
    name: 'mail',
    deliver: async (notification): Promise<Delivery> => {
      const outcome = await handOver(messageOf(notification, settings), settings.relay, settings.domain);
      switch (outcome.kind) {
        case 'sent':
          return { kind: 'told' };
        case 'later':
          return { kind: outcome.isRelayDown ? 'failed' : 'refused', reason: outcome.reason };
        case 'never':
          return { kind: 'refused', reason: outcome.reason };
      }
    },
  };
}

function messageOf(
  { id, at, changes }: PendingNotification,
  { to, from, domain }: MailSettings,
): RelayMessage {
  return {
    // Nobody gets a bounce of it.
    envelope: { from: from ?? '', to },
    from: { name: `HaveDane ${domain}`, address: from ?? `postmaster@${domain}` },
    to,
    date: new Date(at),
    subject: harmless(`[HaveDane] ${headline(changes)}`, { as: 'blank' }),
    // The same with every attempt, so that who got it twice can see that.
    messageId: `<watch.${id}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    text: harmless(notificationText(changes), { as: 'escaped', keep: '\n' }),
  };
}
