import type { Language } from '../language.js';

/** One sentence for everybody; what to type is in the fix guides. */
export const advice: Language['advice'] = {
  'turn-on-dane': 'Turn on DANE in your mail server, then test again.',
  'prefer-dane':
    'Your server uses DANE, but lets an MTA-STS policy override it. Give DANE precedence, then test again. For Postfix, replace postfix-mta-sts-resolver, whose policies override DANE, with postfix-tlspol, which according to its documentation prefers DANE. For other servers, look for such a setting, or report it to the developers.',
  'turn-on-tls': 'Turn on TLS for outgoing mail, then test again.',
  'repair-tls':
    'Your server tries TLS, but the handshake fails. Let it use TLS 1.2 or later with current cipher suites: update its TLS library, and look for settings that allow old ones only, such as `smtp_tls_protocols` and `smtp_tls_ciphers` in Postfix, `tls_require_ciphers` in Exim, or the SCHANNEL keys of Windows for Exchange Server. If it offers those already, look for a firewall that inspects mail.',
  'find-the-fault': "Find the reason in your server's log.",
  'read-the-log':
    "Look in your server's log for the session at the host with broken DANE. If it names the certificate or DANE, your server refused: we can prove that only if it finishes the handshake or sends a TLS alert.",
  'mail-all-addresses':
    'Make sure that the message went to every address, and leave this page open: retries come minutes or hours apart.',
  'send-a-short-message':
    "Send a short message without attachments to every address. If that gets no further, your server's log says why it left.",
  'send-more-messages':
    'Send a few more messages to all the addresses, so that each of your servers gets its turn, and leave this page open: retries come minutes or hours apart.',
  'require-less': 'If you did not mean to require DANE for every domain, use it only where it is offered.',
  'message-stays-queued':
    'A refused message that this check cannot release stays in your queue for up to five days. Delete it when you are done.',
  'message-waits-for-release':
    'The refused message waits in your queue until this check releases it; the next retry delivers it.',
  'message-is-released': 'The refused message is released: the next retry delivers it.',
  'queue-is-clean': 'The refused message has left your queue.',
  'nothing-to-fix': 'Nothing to fix.',
};
