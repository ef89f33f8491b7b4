import type { FixGuide } from '../../fix-guide.js';
import { MAILED_ALL, VALIDATING_RESOLVER, relayThrough } from './common.js';

export const sendmail: FixGuide = {
  name: 'Sendmail',
  about:
    'Sendmail enforces DANE from 8.16 on if it was built with `DANE`. It uses `3 1 x` records only; with others it sends as if there were none.',
  topics: {
    'turn-on-dane': [
      { text: 'Check that it was built with DANE:', code: 'sendmail -d0.13 < /dev/null | grep -o DANE' },
      {
        text: 'In `sendmail.mc`, then rebuild `sendmail.cf` and restart:',
        code: "define(`confDANE', `true')dnl",
      },
      VALIDATING_RESOLVER,
    ],
    'turn-on-tls': [
      {
        text: 'Sendmail uses STARTTLS when it is offered, if it was built with it. Look for `Try_TLS:… NO` in the access map:',
        code: 'sendmail -d0.13 < /dev/null | grep -o STARTTLS\ngrep -i try_tls /etc/mail/access',
      },
    ],
    'find-the-fault': [
      { text: 'Look in the log for “DANE” and `verify=`:', code: 'grep {token} /var/log/mail.log' },
      VALIDATING_RESOLVER,
    ],
    'require-less': [
      {
        text: 'Look in the access map for `TLS_Srv:` or `TLS_Rcpt:` entries that demand VERIFY or DANE for every host:',
        code: 'grep -iE "tls_(srv|rcpt)" /etc/mail/access',
      },
    ],
    queue: [
      { text: 'Show the queue:', code: 'mailq' },
      { text: 'Retry now:', code: 'sendmail -q -v' },
      {
        text: 'Delete the message: remove the files of that queue ID.',
        code: 'rm /var/spool/mqueue/?fQUEUE_ID',
      },
    ],
    'nothing-arrives': [
      {
        text: 'Is it in the queue, and what does the log say?',
        code: 'mailq\ngrep {token} /var/log/mail.log',
      },
      MAILED_ALL,
    ],
  },
};

export const opensmtpd: FixGuide = {
  name: 'OpenSMTPD',
  about: 'OpenSMTPD has no DANE for outgoing mail: it cannot be switched on.',
  topics: {
    'turn-on-dane': [relayThrough('# smtpd.conf\naction "outbound" relay host smtp+tls://relay.example.com')],
    'turn-on-tls': [
      {
        text: 'OpenSMTPD uses TLS when it is offered. Look for `smtp+notls://` in the relay action, and for a firewall that strips STARTTLS:',
        code: 'grep -n relay /etc/smtpd.conf /etc/mail/smtpd.conf',
      },
    ],
    'find-the-fault': [
      {
        text: 'Look in the log. `relay tls` demands a public certificate for every host.',
        code: 'grep {token} /var/log/maillog /var/log/mail.log',
      },
    ],
    'require-less': [
      { text: 'Replace `relay tls` by `relay`:', code: '# smtpd.conf\naction "outbound" relay' },
    ],
    queue: [
      { text: 'Show the queue:', code: 'smtpctl show queue' },
      { text: 'Retry now:', code: 'smtpctl schedule all' },
      { text: 'Delete the message:', code: 'smtpctl remove ENVELOPE_ID' },
    ],
    'nothing-arrives': [
      { text: 'Is it in the queue?', code: 'smtpctl show queue | grep {token}' },
      MAILED_ALL,
    ],
  },
};
