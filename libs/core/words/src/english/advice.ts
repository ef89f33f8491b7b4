import type { Language } from '../language.js';

export const advice: Language['advice'] = {
  'turn-on-dane': {
    anyone: 'Turn on DANE in your mail server, then test again.',
    topic: 'turn-on-dane',
  },
  'turn-on-tls': { anyone: 'Turn on TLS for outgoing mail, then test again.', topic: 'turn-on-tls' },
  'repair-tls': {
    anyone:
      'Your server tries TLS, but the handshake fails. Let it use TLS 1.2 or later with current cipher suites: update its TLS library, and look for settings that allow old ones only, such as `smtp_tls_protocols` and `smtp_tls_ciphers` in Postfix, `tls_require_ciphers` in Exim, or the SCHANNEL keys of Windows for Exchange Server. If it offers those already, look for a firewall that inspects mail.',
    topic: null,
  },
  'find-the-fault': {
    anyone: "Find the reason in your server's log.",
    topic: 'find-the-fault',
  },
  'read-the-log': {
    anyone:
      "Look in your server's log for the session at the host with broken DANE. If it names the certificate or DANE, your server refused: we can prove that only if it finishes the handshake or sends a TLS alert.",
    topic: 'find-the-fault',
  },
  'mail-all-addresses': {
    anyone:
      'Make sure that the message went to every address, and leave this page open: retries come minutes or hours apart.',
    topic: 'nothing-arrives',
  },
  'send-a-short-message': {
    anyone:
      "Send a short message without attachments to every address. If that gets no further, your server's log says why it left.",
    topic: 'nothing-arrives',
  },
  'send-more-messages': {
    anyone:
      'Send a few more messages to all the addresses, so that each of your servers gets its turn, and leave this page open: retries come minutes or hours apart.',
    topic: null,
  },
  'require-less': {
    anyone: 'If you did not mean to require DANE for every domain, use it only where it is offered.',
    topic: 'require-less',
  },
  'message-stays-queued': {
    anyone: 'The refused message stays in your queue for up to five days. Delete it when you are done.',
    topic: 'queue',
  },
  'message-waits-for-release': {
    anyone:
      'The refused message waits in your queue until this check releases it; the next retry delivers it.',
    topic: 'queue',
  },
  'message-is-released': {
    anyone: 'The refused message is released: the next retry delivers it.',
    topic: 'queue',
  },
  'queue-is-clean': { anyone: 'The refused message has left your queue.', topic: null },
  'nothing-to-fix': { anyone: 'Nothing to fix.', topic: null },
};
