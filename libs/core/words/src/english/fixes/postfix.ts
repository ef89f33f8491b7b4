import type { FixGuide } from '../../fix-guide.js';
import { MAILED_ALL, VALIDATING_RESOLVER } from './common.js';

export const postfix: FixGuide = {
  name: 'Postfix',
  about: 'Postfix enforces DANE with two settings and a validating resolver. DANE is off by default.',
  topics: {
    'turn-on-dane': [
      {
        text: 'Set both; without the second, DANE stays off – silently.',
        code: 'postconf -e smtp_tls_security_level=dane smtp_dns_support_level=dnssec\npostfix reload',
      },
      VALIDATING_RESOLVER,
      {
        text: 'Look for entries that weaken the policy, then try. It must say “Verified”:',
        code: 'postconf smtp_tls_policy_maps smtp_tls_security_level\nposttls-finger -c -l dane -L summary {valid}',
      },
    ],
    'turn-on-tls': [
      {
        text: 'Use TLS, with DANE where it is offered:',
        code: 'postconf -e smtp_tls_security_level=dane smtp_dns_support_level=dnssec\npostfix reload',
      },
      {
        text: 'Look for an entry that says `none`, and for a firewall that strips STARTTLS:',
        code: 'postconf smtp_tls_policy_maps smtp_discard_ehlo_keywords',
      },
    ],
    'find-the-fault': [
      {
        text: 'Look in the log for “Server certificate not verified”, “not trusted” or “TLSA lookup error”:',
        code: 'grep {token} /var/log/mail.log || journalctl -t postfix/smtp | grep {token}',
      },
      {
        text: 'Try by hand. It should say “Verified”:',
        code: 'posttls-finger -c -l dane -L summary {valid}',
      },
      VALIDATING_RESOLVER,
    ],
    'require-less': [
      {
        text: 'Use `dane` instead of `dane-only`, and look for `dane-only` in the policy maps:',
        code: 'postconf -e smtp_tls_security_level=dane\npostconf smtp_tls_policy_maps\npostfix reload',
      },
    ],
    queue: [
      { text: 'Show the queue:', code: 'postqueue -p' },
      { text: 'Retry now:', code: 'postqueue -f' },
      { text: 'Delete the message:', code: 'postsuper -d QUEUE_ID' },
    ],
    'nothing-arrives': [
      {
        text: 'Is it in the queue, and what does the log say?',
        code: 'postqueue -p | grep -B2 -A2 {token}\ngrep {token} /var/log/mail.log',
      },
      MAILED_ALL,
    ],
  },
};
