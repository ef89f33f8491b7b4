import { ENFORCED } from '../check-history.js';

import { PROOF, type Stories } from './story-row.js';

/** A single server, what it refuses, what its controls are worth, and what time does to it. */
export const STORIES_OF_ONE_SERVER: Stories = {
  'a server by itself': {
    'enforces: Postfix quits, Exim sends an alert': {
      story: ENFORCED,
      outcome: 'enforces',
      results: [PROOF],
    },
    'enforces, in whatever order the hosts are tried': {
      story: ['mx1 refuses wrong by alert', 'mx1 delivers dont', 'mx1 delivers do'],
      outcome: 'enforces',
      results: [PROOF],
    },
    'is proven at wrong also when it was not seen at dont': {
      story: ['mx1 delivers do', 'mx1 refuses wrong'],
      outcome: 'enforces',
      results: [PROOF, 'mx1 dont: not-tested (not-tested)'],
    },
    'accepted the certificate in another session, and began a message': {
      story: [...ENFORCED, '5m mx1 mails wrong'],
      outcome: 'enforces?',
      results: ['mx1 wrong: likely-refused (accepted-in-another-session)'],
    },
    'was rejected in another session, after it had accepted the certificate': {
      story: ['mx1 errs wrong', ...ENFORCED],
      outcome: 'enforces?',
      results: ['mx1 wrong: likely-refused (accepted-in-another-session)'],
    },
    'began a message in the clear in another session, where it refused': {
      story: [...ENFORCED, '5m mx1 errs wrong in clear'],
      outcome: 'enforces?',
      results: ['mx1 wrong: likely-refused (accepted-in-another-session)'],
    },
    'begins a message in the clear under another name: a laptop behind its address': {
      story: [...ENFORCED, '5m mx1 errs wrong in clear as laptop.lan'],
      outcome: 'enforces',
    },
    'does not enforce': {
      story: ['mx1 delivers do', 'mx1 delivers dont', 'mx1 delivers wrong'],
      outcome: 'does-not-enforce',
      results: ['mx1 wrong: delivered (accepted-unmatched-certificate)'],
    },
    'sends everything in the clear': {
      story: ['mx1 delivers do in clear', 'mx1 delivers dont in clear', 'mx1 delivers wrong in clear'],
      outcome: 'no-tls',
    },
    'falls back to the clear at wrong': {
      story: ['mx1 delivers do', 'mx1 fails wrong', 'mx1 delivers wrong in clear'],
      outcome: 'does-not-enforce',
      results: ['mx1 wrong: delivered-in-clear (delivered-in-clear)'],
    },
    'sends in the clear where DANE is valid, and refuses wrong': {
      story: ['mx1 delivers do in clear', 'mx1 delivers dont', 'mx1 refuses wrong'],
      outcome: 'does-not-enforce',
    },
    'was seen at nothing but dont': { story: ['mx1 delivers dont'], outcome: 'waiting?' },
    'refuses wrong, and was not seen to deliver where it must': {
      story: ['mx1 delivers dont', 'mx1 refuses wrong'],
      outcome: 'waiting?',
      results: ['mx1 wrong: likely-refused (refusal-without-control)'],
    },
    'requires DANE of everybody: refusing dont too is stricter, and no doubt': {
      story: ['mx1 delivers do', 'mx1 refuses dont', 'mx1 refuses wrong'],
      outcome: 'enforces',
      results: [PROOF, 'mx1 dont: refused (refused-without-dane)'],
    },
  },
  'a refusal that is none': {
    'A1: leaves after EHLO everywhere, because the message is too large': {
      story: ['mx1 greets do', 'mx1 greets dont', 'mx1 greets wrong'],
      outcome: 'inconclusive?',
    },
    'A4: leaves wrong after EHLO, because we do not offer what it needs': {
      story: ['mx1 delivers do', 'mx1 delivers dont', 'mx1 greets wrong'],
      outcome: 'waiting?',
      results: ['mx1 wrong: left (left-after-accepting)'],
    },
    'A5: a monitor leaves after MAIL': {
      story: ['mx1 delivers do', 'mx1 delivers dont', 'mx1 mails wrong'],
      outcome: 'waiting?',
      results: ['mx1 wrong: left (left-after-accepting)'],
    },
    'A6: the line dies after the second EHLO': {
      story: ['mx1 delivers do', 'mx1 delivers dont', 'mx1 loses wrong'],
      outcome: 'waiting?',
      results: ['mx1 wrong: lost (connection-lost)'],
    },
    'A9: a command is answered with an error': {
      story: ['mx1 delivers do', 'mx1 errs wrong'],
      outcome: 'waiting?',
      results: ['mx1 wrong: rejected (command-rejected)'],
    },
    'the handshake is reset, however often': {
      story: [
        'mx1 delivers do',
        'mx1 delivers dont',
        'mx1 resets wrong',
        '20m mx1 resets wrong',
        '3h mx1 resets wrong',
      ],
      outcome: 'waiting?',
      results: ['mx1 wrong: tls-failed (tls-failed)'],
    },
    'a session after a proven refusal ends without proof': {
      story: [...ENFORCED, '5m mx1 loses wrong', '10m mx1 greets wrong'],
      outcome: 'enforces',
      results: [PROOF],
    },
  },
  'senders on Node, which close within the handshake': {
    'once: likely': {
      story: ['mx1 delivers do', 'mx1 delivers dont', 'mx1 closes wrong'],
      outcome: 'enforces?',
      results: ['mx1 wrong: likely-refused (refusal-without-alert)'],
    },
    'again, while it completes handshakes at the controls: proof': {
      story: ['mx1 delivers do', 'mx1 delivers dont', 'mx1 closes wrong', '5m mx1 closes wrong'],
      outcome: 'enforces',
      results: [PROOF],
    },
    'twice side by side: one failure of the line ends both': {
      story: ['mx1 delivers do', 'mx1 delivers dont', 'mx1 closes wrong', 'mx1 closes wrong beside'],
      outcome: 'enforces?',
      results: ['mx1 wrong: likely-refused (refusal-without-alert)'],
    },
    'once, which is stored twice': {
      story: ['mx1 delivers do', 'mx1 closes wrong session s-1', 'mx1 closes wrong session s-1'],
      outcome: 'enforces?',
      results: ['mx1 wrong: likely-refused (refusal-without-alert)'],
    },
    'again, but at the controls too': {
      story: ['mx1 closes do', 'mx1 delivers do', 'mx1 closes wrong', 'mx1 closes wrong'],
      outcome: 'enforces?',
      results: ['mx1 wrong: likely-refused (refusal-before-control)'],
    },
    'everywhere, and deliver nothing': {
      story: ['mx1 closes do', 'mx1 closes dont', 'mx1 closes wrong', '5m mx1 closes wrong'],
      outcome: 'inconclusive?',
    },
    'at do alone, while dont arrives': {
      story: ['mx1 delivers dont', 'mx1 closes do'],
      outcome: 'refuses-valid?',
      results: ['mx1 do: likely-refused (refusal-without-alert)'],
    },
  },
  controls: {
    'WebPKI only: refuses everything': {
      story: ['mx1 refuses do', 'mx1 refuses dont', 'mx1 refuses wrong'],
      outcome: 'inconclusive?',
      strangers: ['mx1'],
    },
    'do is refused by a TLS policy': {
      story: ['mx1 refuses do', 'mx1 delivers dont', 'mx1 refuses wrong'],
      outcome: 'refuses-valid',
      results: [
        'mx1 do: refused (refused-matching-certificate)',
        'mx1 wrong: not-judged (refused-control-too)',
      ],
    },
    'verify, then accept: between its refusal and its delivery at wrong': {
      story: [
        'mx1 refuses do',
        'mx1 delivers do',
        'mx1 refuses dont',
        'mx1 delivers dont',
        'mx1 refuses wrong',
      ],
      outcome: 'inconclusive?',
      results: ['mx1 wrong: not-judged (accepts-after-refusing)'],
    },
    'verify, then accept: before it came to dont': {
      story: ['mx1 refuses do', 'mx1 delivers do', 'mx1 refuses wrong'],
      outcome: 'enforces?',
      results: ['mx1 wrong: likely-refused (refused-control-too)'],
    },
    'verify, then accept: in the end': {
      story: ['mx1 refuses do', 'mx1 delivers do', 'mx1 refuses wrong', 'mx1 delivers wrong'],
      outcome: 'does-not-enforce',
    },
    'verify, then accept: wrong comes first': {
      story: ['mx1 refuses wrong', 'mx1 refuses do', 'mx1 delivers do'],
      outcome: 'inconclusive?',
      results: ['mx1 wrong: not-judged (refused-control-too)'],
    },
    'verify, then accept from another address of a pool that calls itself alike': {
      story: ['mx1 refuses do', 'mx2 delivers do', 'mx2 refuses wrong'],
      outcome: 'enforces?',
      results: ['mx2 wrong: likely-refused (refused-control-too)'],
    },
    'verify, then accept from a pool that calls itself alike, until it changes its name': {
      story: [
        'mx2 refuses do',
        'mx1 delivers do',
        'mx1 refuses wrong as MX1.example.net.',
        'mx1 delivers dont as out.other.example',
      ],
      outcome: 'enforces?',
      results: ['mx1 wrong: likely-refused (refused-control-too)'],
    },
    'do was refused before it was delivered to, and wrong is refused as long as retries last': {
      story: [
        'mx1 refuses do',
        '5m mx1 delivers do',
        '6m mx1 refuses wrong',
        '12m mx1 refuses wrong',
        '30m mx1 refuses wrong',
      ],
      outcome: 'enforces',
      results: [PROOF],
    },
    'do was refused before it was delivered to, and wrong is refused twice: one message, or two, or a clock that was set':
      {
        story: ['mx1 refuses do', '5m mx1 delivers do', '6m mx1 refuses wrong', '30m mx1 refuses wrong'],
        outcome: 'enforces?',
        results: ['mx1 wrong: likely-refused (refused-control-too)'],
      },
    'the message for do had just been queued': {
      story: ['mx1 delivers do queued 31s', 'mx1 refuses wrong'],
      outcome: 'enforces',
      results: [PROOF],
    },
    ...Object.fromEntries(
      ['queued 1m', 'undated', 'queued -50s'].map((when) => [
        `the first attempt at do may have been lost unseen, because the message is ${when}`,
        {
          story: [`2m mx1 delivers do ${when}`, 'mx1 refuses wrong', '3m mx1 refuses wrong'],
          outcome: 'enforces?',
          results: ['mx1 wrong: likely-refused (control-after-waiting)'],
        },
      ]),
    ),
    'the first attempt at do may have been lost unseen, and a new message arrives there immediately': {
      story: ['2m mx1 delivers do queued 2m', 'mx1 delivers do queued 0s message m2', 'mx1 refuses wrong'],
      outcome: 'enforces',
      results: [PROOF],
    },
    'the first attempt at do may have been lost unseen, and it goes on refusing': {
      story: [
        '2m mx1 delivers do queued 2m',
        'mx1 refuses wrong',
        '10m mx1 refuses wrong',
        '20m mx1 refuses wrong',
      ],
      outcome: 'enforces',
      results: [PROOF],
    },
    'the message for do had waited for an hour, and wrong is refused for less: it may fall back after so long':
      {
        story: [
          '60m mx1 delivers do queued 60m',
          'mx1 refuses wrong',
          '70m mx1 refuses wrong',
          '80m mx1 refuses wrong',
        ],
        outcome: 'enforces?',
        results: ['mx1 wrong: likely-refused (control-after-waiting)'],
      },
    'and wrong is refused for longer than that': {
      story: [
        '60m mx1 delivers do queued 60m',
        'mx1 refuses wrong',
        '95m mx1 refuses wrong',
        '130m mx1 refuses wrong',
        '165m mx1 refuses wrong',
      ],
      outcome: 'enforces',
      results: [PROOF],
    },
    'the message for do seems new by a clock that another host shows to be ahead by as long as it waited': {
      story: [
        'mx1 delivers dont queued -5m',
        '5m mx1 delivers do queued 0s',
        'mx1 refuses wrong',
        'mx1 refuses wrong',
      ],
      outcome: 'enforces?',
      results: ['mx1 wrong: likely-refused (control-after-waiting)'],
    },
    'the message for do seems to have waited less than it did, by a clock that is ahead by little': {
      story: ['mx1 delivers dont queued -30s', '60s mx1 delivers do queued 30s', 'mx1 refuses wrong'],
      outcome: 'enforces?',
      results: ['mx1 wrong: likely-refused (control-after-waiting)'],
    },
    'do was not named in TLS: no sender with DANE does that, so something else is behind the address': {
      story: [
        'mx1 delivers do nameless',
        'mx1 delivers do',
        'mx1 delivers dont nameless',
        'mx1 refuses wrong',
      ],
      outcome: 'enforces?',
      results: ['mx1 wrong: likely-refused (control-without-server-name)'],
    },
    'only dont was not named in TLS, where there is no DANE': {
      story: ['mx1 delivers do', 'mx1 delivers dont nameless', 'mx1 refuses wrong'],
      outcome: 'enforces',
      results: [PROOF],
    },
    'a message for do takes two minutes to arrive, and wrong is refused meanwhile': {
      story: [
        'mx1 opens do',
        '1s mx1 refuses wrong',
        '1s mx1 opens do',
        '2m mx1 delivers do queued 0s beside',
      ],
      outcome: 'enforces',
      results: [PROOF],
    },
    'an error of ours at do after a message was begun there': {
      story: ['mx1 errs do', '1m mx1 delivers do queued 0s message m2', 'mx1 refuses wrong'],
      outcome: 'enforces',
      results: [PROOF],
    },
    'a later message for do comes over the connection of the first': {
      story: [
        'mx1 delivers do queued 0s',
        '5m mx1 delivers do queued -5m message m2 beside',
        'mx1 refuses wrong',
      ],
      outcome: 'enforces',
      results: [PROOF],
    },
    'something went wrong at do at the very time of its delivery there': {
      story: ['mx1 resets do', '0s mx1 delivers do', 'mx1 refuses wrong'],
      outcome: 'enforces?',
      results: ['mx1 wrong: likely-refused (refusal-before-control)'],
    },
    'the control came at the very time of the refusal': {
      story: ['mx1 refuses do', '1s mx1 delivers do', '1s mx1 refuses wrong'],
      outcome: 'inconclusive?',
      results: ['mx1 wrong: not-judged (refused-control-too)'],
    },
    'another server refuses do, and has delivered nothing: a stranger': {
      story: [...ENFORCED, 'mx3 refuses do'],
      outcome: 'enforces',
      strangers: ['mx3'],
    },
    'another server refuses do, and delivers at dont: it holds mail back': {
      story: [...ENFORCED, 'mx2 delivers dont', 'mx2 refuses do'],
      outcome: 'refuses-valid',
    },
    'the delivery at do came over a connection to dont': {
      story: ['mx1 delivers do over dont', 'mx1 refuses wrong'],
      outcome: 'waiting?',
      results: [
        'mx1 do: not-judged (connection-reused)',
        'mx1 wrong: likely-refused (refusal-without-control)',
      ],
    },
  },
  time: {
    'a refusal long after its deliveries is likely': {
      story: ['mx1 delivers do', 'mx1 delivers dont', '16m mx1 refuses wrong'],
      outcome: 'enforces?',
      results: ['mx1 wrong: likely-refused (refusal-not-repeated)'],
    },
    'and proof when it repeats': {
      story: ['mx1 delivers do', '16m mx1 refuses wrong', '40m mx1 refuses wrong'],
      outcome: 'enforces',
    },
    'a delivery days later turns green into red': {
      story: [...ENFORCED, '3d mx1 delivers wrong'],
      outcome: 'does-not-enforce',
    },
    'a refusal after a delivery does not turn red into green': {
      story: ['mx1 delivers do', 'mx1 delivers wrong', '3d mx1 refuses wrong'],
      outcome: 'does-not-enforce',
    },
  },
};
