import type { FixGuide } from '../../fix-guide.js';
import { MAILED_ALL, VALIDATING_RESOLVER } from './common.js';

export const exim: FixGuide = {
  name: 'Exim',
  about:
    'Exim enforces DANE if it was built with it. Without `options trust-ad` in `/etc/resolv.conf` it silently does no DANE.',
  topics: {
    'turn-on-dane': [
      { text: 'Check that it was built with DANE:', code: 'exim -bV | grep -i dane' },
      {
        text: 'In the smtp transport and in the dnslookup router:',
        code: '# transport\nhosts_try_dane = *\n# router\ndnssec_request_domains = *',
      },
      {
        text: 'Tell the system library to pass on the AD flag, then restart Exim:',
        code: "echo 'options trust-ad' >> /etc/resolv.conf",
      },
      VALIDATING_RESOLVER,
    ],
    'turn-on-tls': [
      {
        text: 'Exim uses STARTTLS when it is offered. Look for `hosts_avoid_tls` in the smtp transport, and for a TLS library:',
        code: 'exim -bP transports | grep hosts_avoid_tls\nexim -bV | grep -iE "openssl|gnutls"',
      },
    ],
    'find-the-fault': [
      {
        text: 'Look in the main log for “DANE error: tlsa lookup DEFER” or “certificate verification failed”:',
        code: 'exigrep {token} /var/log/exim4/mainlog',
      },
      { text: '`tls_verify_hosts` demands a public certificate and must not cover hosts that use DANE.' },
      VALIDATING_RESOLVER,
    ],
    'require-less': [
      {
        text: 'In the smtp transport, replace `hosts_require_dane`:',
        code: 'hosts_try_dane = *',
      },
    ],
    queue: [
      { text: 'Show the queue:', code: 'exim -bp' },
      { text: 'Retry now:', code: 'exim -qff' },
      { text: 'Delete the message:', code: 'exim -Mrm MESSAGE_ID' },
    ],
    'nothing-arrives': [
      {
        text: 'Is it in the queue, and what does the log say?',
        code: 'exim -bp | grep -B1 {token}\nexigrep {token} /var/log/exim4/mainlog',
      },
      MAILED_ALL,
    ],
  },
};
