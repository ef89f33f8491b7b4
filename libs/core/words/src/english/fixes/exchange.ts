import type { FixGuide } from '../../fix-guide.js';
import { relayThrough } from './common.js';

export const exchangeOnline: FixGuide = {
  name: 'Exchange Online',
  about:
    'Exchange Online enforces DANE on what it sends itself; there is nothing to switch on. If it was delivered, something other than Exchange Online sent it.',
  topics: {
    'turn-on-dane': [
      {
        text: 'Look for an outbound connector to a smart host, gateway or filter: that system sends, so fix it there.',
        code: 'Get-OutboundConnector | Format-List Name,Enabled,RecipientDomains,SmartHosts,TlsSettings',
      },
    ],
    'turn-on-tls': [
      {
        text: 'Exchange Online uses TLS whenever it is offered. Look for a gateway between it and the internet that strips STARTTLS:',
        code: 'Get-OutboundConnector | Format-List Name,Enabled,RecipientDomains,SmartHosts,TlsSettings',
      },
    ],
    'find-the-fault': [
      {
        text: 'The message trace gives the reason: 4/5.7.322 certificate expired, 4/5.7.323 tlsa-invalid, 4/5.7.324 dnssec-invalid.',
        code: 'Get-MessageTraceV2 -RecipientAddress test@{valid} | Get-MessageTraceDetailV2',
      },
    ],
    'require-less': [
      {
        text: 'Exchange Online uses DANE only where it is offered. Look for a connector whose TlsSettings demand a trusted certificate (CertificateValidation, DomainValidation), or for a gateway that requires DANE.',
        code: 'Get-OutboundConnector | Format-List Name,TlsSettings,SmartHosts',
      },
    ],
    queue: [
      {
        text: "You can't see or empty this queue. Exchange Online retries for 24 hours, then returns the message to its sender.",
      },
    ],
    'nothing-arrives': [
      {
        text: 'Look at the message trace:',
        code: 'Get-MessageTraceV2 -RecipientAddress test@{valid} | Get-MessageTraceDetailV2',
      },
    ],
  },
};

const CONNECTOR =
  'Get-SendConnector | Format-List Name,Enabled,AddressSpaces,SmartHosts,RequireTLS,TlsAuthLevel,IgnoreSTARTTLS';

export const exchangeServer: FixGuide = {
  name: 'Exchange Server',
  about:
    'Exchange Server (2016, 2019 and Subscription Edition) has no DANE for outgoing mail: it cannot be switched on.',
  topics: {
    'turn-on-dane': [
      relayThrough('Set-SendConnector "Internet" -DNSRoutingEnabled $false -SmartHosts relay.example.com'),
    ],
    'turn-on-tls': [
      {
        text: 'Exchange Server uses TLS when it is offered, unless a connector ignores it:',
        code: `${CONNECTOR}\nSet-SendConnector "Internet" -IgnoreSTARTTLS $false`,
      },
    ],
    'find-the-fault': [
      {
        text: 'Look at the last error of the queue and at the connector. `TlsAuthLevel` above EncryptionOnly demands a public certificate.',
        code: `Get-Queue | Where-Object NextHopDomain -like "*{token}*" | Format-List NextHopDomain,LastError\n${CONNECTOR}`,
      },
    ],
    'require-less': [
      {
        text: 'Exchange Server cannot require DANE: a connector demands a public certificate, or a relay behind it requires DANE.',
        code: CONNECTOR,
      },
    ],
    queue: [
      { text: 'Show the queue:', code: 'Get-Queue | Where-Object NextHopDomain -like "*{token}*"' },
      { text: 'Retry now:', code: 'Retry-Queue -Filter "NextHopDomain -like \'*{token}*\'"' },
      {
        text: 'Delete the message:',
        code: 'Get-Queue | Where-Object NextHopDomain -like "*{token}*" | Get-Message | Remove-Message -WithNDR $false',
      },
    ],
    'nothing-arrives': [
      {
        text: 'Is it in the queue, and is outbound port 25 open?',
        code: 'Get-Queue | Where-Object NextHopDomain -like "*{token}*" | Format-List Status,LastError\nTest-NetConnection {valid} -Port 25',
      },
    ],
  },
};
