/** Why something failed, as the clients of SMTP, TLS, DNS and published policies say it. */
import { type Phrase, phrasesOf } from './phrase.js';

export const DETAILS = {
  /** What another program said. */
  verbatim: '{1}',
  all: '{1}',
  at: '{1}: {2}',

  // Connections.
  connecting: 'connecting',
  'connection-refused': 'the connection was refused',
  'no-answer': 'no answer',
  'no-answer-within': 'no answer within {1} s',
  'no-ipv6': 'this machine has no IPv6',
  'no-route': 'this machine has no route to that network',
  'host-unreachable': 'the host cannot be reached',
  ended: 'the probe was ended',
  'not-an-address': '{1} is not an IP address',
  'not-public': '{1} is not a public address',
  'not-looked-at': 'not tested: {1}',
  'proxy-failed': 'the SOCKS proxy: {1}',
  'proxy-silent': 'the SOCKS proxy did not answer in time',

  // SMTP and TLS; those without a subject follow “the server”.
  'awaiting-greeting': 'connected, waiting for the greeting',
  'tls-handshake': 'TLS handshake',
  'the-server': 'the server {1}',
  'server-closed': 'the server closed the connection',
  said: 'said “{1}”',
  'said-to': 'said “{1}” to {2}',
  'after-ehlo': '{1} after EHLO',
  closed: 'closed the connection',
  broke: 'broke the connection ({1})',
  'not-heard': 'was not heard to the end',
  'answered-in-part': 'did not answer completely within {1} s',
  'sent-unasked': 'sent more than {1} bytes unasked',
  'line-too-long': 'sent a line of more than {1} bytes',
  'reply-too-long': 'sent a reply of more than {1} bytes',
  'reply-too-many-lines': 'sent a reply of more than {1} lines',
  'not-smtp': 'sent what is not SMTP: “{1}”',
  'starttls-not-offered': 'STARTTLS was not offered',
  'handshake-unfinished': 'it was not finished in time',
  'handshake-unfinished-within': 'it was not finished within {1} s',

  // DNS; those without a subject follow the address of a server.
  'dns-server': '{1} {2}',
  'the-resolver': 'the resolver {1}',
  'this-resolver': 'the resolver of this service',
  'not-a-domain-name': 'this is not a domain name',
  'endless-aliases': 'the aliases of {1} do not end',
  'no-root': 'the resolver knows no root',
  'has-no-address': '{1} has no address',
  'dns-answered': 'answered {1}',
  'dns-answered-why': 'answered {1} ({2})',
  'dns-silent': 'did not answer in time',
  'dns-refused': 'refused the connection',
  'dns-unreachable': 'cannot be reached',
  'dns-unusable': 'cannot be asked ({1})',
  'dns-not-awaited': 'was not waited for',
  'dns-other-question': 'answered another question',
  'dns-truncated': 'truncated its answer by TCP as well',
  'dns-malformed': 'sent a malformed message',
  'dns-beyond-bounds': 'sent a message that {1}',
  'dns-no-zone': 'does not serve the zone',
  'dns-no-recursion': 'does not resolve names for others',
  'dns-two-aliases': 'gave two aliases for {1}',
  'dns-many-aliases': 'gave more than {1} aliases of {2}',
  'dns-circular-aliases': 'gave aliases of {1} that lead in a circle',

  // TXT records and MTA-STS policies; “it” is the record or the policy.
  'several-records': 'there are {1} of them',
  'record-too-long': 'it has more than {1} bytes',
  'record-beginning': 'it must begin with “v={1};”, in exactly these letters and with nothing before them',
  'record-trailing-blank': 'it ends with a blank',
  'record-many-fields': 'it has more than {1} fields',
  'record-bad-field': '“{1}” is not of the form key=value',
  'record-no-id': 'it has no id',
  'record-bad-id': 'its id must be 1 to 32 letters and digits',
  'record-no-rua': 'it has no rua',
  'record-bad-rua': '“{1}” is neither mailto: and an address nor an https: URL',
  'policy-byte-order-mark': 'it begins with a byte order mark, which hides the first line from senders',
  'policy-many-lines': 'it has more than {1} lines',
  'policy-long-line': 'it has a line of more than {1} characters',
  'policy-bad-line': 'the line “{1}” is not of the form key: value',
  'policy-no-version': 'it must have the line “version: STSv1”',
  'policy-bad-mode': 'its mode must be enforce, testing or none',
  'policy-bad-max-age': 'its max_age must be a number of seconds up to {1}',
  'policy-bad-mx': '“{1}” is not the name of a host, or *. and a domain',
  'policy-no-mx': 'it names no mx',
  'policy-late': 'it was not there in time',
  'policy-redirects': 'it redirects (status {1}), which senders do not follow',
  'policy-status': 'the server answers with status {1}',
  'policy-too-long': 'it is longer than {1} bytes',
  'policy-web-name': 'the certificate of the web server is for another name',

  // OpenSSL.
  'openssl-ended': 'openssl ended with {1}',
  'many-anchors': 'there are more than {1} trust anchors',
} as const;

export const detail = phrasesOf(DETAILS);

/** Why something failed. */
export interface Why {
  /** In English. */
  readonly detail: string;
  readonly why: Phrase;
}

export function because(why: Phrase): Why {
  return { detail: why.text, why };
}

/** The reason alone of what failed. */
export function whyOf({ detail, why }: Why): Why {
  return { detail, why };
}
