import type { SMTPServerOptions } from 'smtp-server';

import type { Config } from '#config';

/** What smtp-server itself is told about how to speak SMTP. */
export function serverOptions({ domain, smtp }: Pick<Config, 'domain' | 'smtp'>): SMTPServerOptions {
  return {
    name: domain,
    banner: 'HaveDane receiver',
    heloResponse: '%s greets %s',
    size: smtp.maxMessageBytes,
    maxRecipients: smtp.maxRecipients,
    maxCommandLength: smtp.maxLineBytes,
    socketTimeout: smtp.idleTimeoutMs,
    // Nobody logs in here, and jokes are no part of the protocol.
    disabledCommands: ['AUTH', 'XCLIENT', 'XFORWARD', 'WIZ', 'SHELL', 'KILL'],
    hideENHANCEDSTATUSCODES: false,
    // A sender that needs one of these must not fail for another reason than DANE.
    hideDSN: false,
    hideREQUIRETLS: false,
    // Real systems send from `a.@example.net`; nothing is ever returned to it.
    lenientAddressParsing: true,
    // A name found in DNS would prove nothing and delay the greeting.
    disableReverseLookup: true,
    logger: false,
  };
}
