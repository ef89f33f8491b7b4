import { ENFORCED } from '../check-history.js';

import { PROOF, type Stories } from './story-row.js';

/** Several servers and strangers, classic addresses, the release and connections to another host. */
export const STORIES_OF_SYSTEMS: Stories = {
  'several servers': {
    'the weakest decides': {
      story: [...ENFORCED, 'mx2 delivers dont', 'mx2 delivers wrong'],
      outcome: 'does-not-enforce',
    },
    'one is not tested where it decides': {
      story: [...ENFORCED, 'mx2 delivers dont'],
      outcome: 'enforces?',
      results: [PROOF, 'mx2 wrong: not-tested (not-tested)'],
    },
    'a pool behind one address: each of its names is tested by itself': {
      story: [...ENFORCED, 'mx1 delivers do as mx2.example.net'],
      outcome: 'enforces?',
      results: [PROOF],
    },
    'a pool behind one address: each of its names is proven': {
      story: [...ENFORCED, 'mx1 delivers do as mx2.example.net', 'mx1 refuses wrong as MX2.example.net.'],
      outcome: 'enforces',
    },
    'a pool behind one address: one of its names demands DANE everywhere, and each is proven': {
      story: [
        ...ENFORCED,
        'mx1 delivers do as mx2.example.net',
        'mx1 refuses dont as mx2.example.net message m2',
        'mx1 refuses wrong as mx2.example.net',
        '5m mx1 delivers dont message m2',
      ],
      outcome: 'enforces',
    },
    'the same under one name: it may fall back': {
      story: [
        ...ENFORCED,
        'mx1 refuses dont message m2',
        'mx1 refuses wrong',
        '5m mx1 delivers dont message m2',
      ],
      outcome: 'inconclusive?',
      results: ['mx1 wrong: not-judged (accepts-after-refusing)'],
    },
    'a pool behind one address: one that only delivers where one may, another that refuses': {
      story: ['mx1 delivers do', 'mx1 refuses wrong as mx2.example.net'],
      outcome: 'enforces?',
    },
    'a pool behind one address: one goes on refusing, which proves nothing of another that refused everything at first':
      {
        story: [
          'mx1 errs do',
          '2m mx1 delivers do',
          'mx1 refuses wrong as mx2.example.net',
          'mx1 refuses do as mx2.example.net',
          '4m mx1 delivers do as mx2.example.net',
          ...['12m', '24m', '36m'].map((time) => `${time} mx1 refuses wrong`),
        ],
        outcome: 'enforces?',
        results: [PROOF],
      },
    'a pool behind one address: one delivers promptly, which proves nothing of another that was cut off': {
      story: [
        ...ENFORCED,
        'mx1 resets do as mx2.example.net',
        'mx1 refuses wrong as mx2.example.net',
        '2m mx1 delivers do as mx2.example.net',
      ],
      outcome: 'enforces?',
      results: [PROOF],
    },
    'each is proven': {
      story: [...ENFORCED, 'mx2 delivers do', 'mx2 refuses wrong'],
      outcome: 'enforces',
    },
    'the deliveries and the refusal are of different ones': {
      story: ['mx1 delivers do', 'mx1 delivers dont', 'mx3 refuses wrong'],
      outcome: 'waiting?',
      strangers: ['mx3'],
    },
    'IPv4 and IPv6: the other address is one more server once it delivers': {
      story: [...ENFORCED, 'mx6 delivers dont'],
      outcome: 'enforces?',
    },
    'IPv4 and IPv6: the same message arrives at wrong over the other': {
      story: [...ENFORCED, 'mx6 delivers wrong'],
      outcome: 'does-not-enforce',
      results: [PROOF, 'mx6 wrong: delivered (accepted-unmatched-certificate)'],
    },
    'a privacy address in the network of the server proves nothing': {
      story: ['mx6 delivers do', 'privacy refuses wrong'],
      outcome: 'waiting?',
      strangers: ['privacy'],
    },
  },
  strangers: {
    'A2: posttls-finger from a laptop': {
      story: ['mx1 delivers do', 'laptop refuses wrong', 'laptop refuses wrong'],
      outcome: 'waiting?',
      strangers: ['laptop'],
    },
    'a laptop behind the address of the server refuses do before the server comes there': {
      story: ['mx1 delivers dont', 'mx1 refuses do as laptop.lan'],
      outcome: 'waiting?',
      results: ['mx1 do: likely-refused (refusal-under-another-name)'],
    },
    'the same laptop closes without an alert': {
      story: ['mx1 delivers dont', 'mx1 closes do as laptop.lan'],
      outcome: 'waiting?',
      results: ['mx1 do: likely-refused (refusal-under-another-name)'],
    },
    'a laptop behind an address that delivered during the release alone refuses do': {
      story: [...ENFORCED, '5m mx2 delivers wrong released', 'mx2 refuses do as laptop.lan'],
      outcome: 'enforces?',
      results: [PROOF, 'mx2 do: likely-refused (refusal-under-another-name)'],
    },
    'lost at do before the server delivered there, under the name of the server': {
      story: ['monitor loses do as mx1.example.net', 'mx1 delivers do', 'mx1 refuses wrong'],
      outcome: 'enforces?',
    },
    'lost at do before the server delivered there, and under the name of the server only later': {
      story: [
        'monitor loses do',
        'mx1 delivers do',
        'mx1 refuses wrong',
        'monitor loses dont as mx1.example.net',
      ],
      outcome: 'enforces',
    },
    'A3: our own probe, before anything was mailed': {
      story: ['monitor refuses do', 'monitor refuses wrong'],
      outcome: 'inconclusive?',
      strangers: ['monitor'],
    },
    'a neighbour that claims the name of the server': {
      story: ['mx1 delivers do', 'neighbour refuses wrong', '1h neighbour refuses wrong'],
      outcome: 'waiting?',
      strangers: ['neighbour'],
    },
    'delivers at wrong, where the servers refuse: nothing is final while that stands': {
      story: [...ENFORCED, 'monitor delivers wrong message none'],
      outcome: 'enforces?',
      strangers: ['monitor'],
    },
    'delivers at wrong in the clear, where the servers refuse': {
      story: [...ENFORCED, 'monitor delivers wrong in clear message none'],
      outcome: 'enforces?',
      strangers: ['monitor'],
    },
    'delivers at wrong, before anything was mailed: nobody knows whose it is': {
      story: ['monitor delivers wrong'],
      outcome: 'inconclusive?',
    },
    'a diagnosis behind the address of the server, under another name': {
      story: ['mx1 delivers do', 'mx1 refuses wrong as laptop.lan', 'mx1 refuses wrong as laptop.lan'],
      outcome: 'enforces?',
      results: ['mx1 wrong: likely-refused (refusal-under-another-name)'],
    },
  },
  'classic addresses': {
    'A15: the address delivers for this check alone': {
      story: ['mx1 delivers do', 'mx1 refuses wrong same-client'],
      outcome: 'enforces',
    },
    'A15: other checks use the address too': {
      story: ['mx1 delivers do', 'mx1 refuses wrong shared', '5m mx1 refuses wrong shared'],
      outcome: 'enforces?',
      results: ['mx1 wrong: likely-refused (refusal-from-shared-address)'],
    },
  },
  'A17: after the release': {
    'the refused message is delivered': {
      story: [...ENFORCED, '5m mx1 delivers wrong released'],
      outcome: 'enforces',
      results: [PROOF],
    },
    'a server that had not refused delivers: not tested': {
      story: [...ENFORCED, '5m mx2 delivers dont', '5m mx2 delivers wrong released'],
      outcome: 'enforces?',
      results: [PROOF, 'mx2 wrong: not-judged (delivered-during-release)'],
    },
    'an unknown address delivers the message, so it is a server: not tested': {
      story: [...ENFORCED, '5m mx3 delivers wrong released'],
      outcome: 'enforces?',
      results: [PROOF, 'mx3 wrong: not-judged (delivered-during-release)'],
    },
    'an unknown address delivers another message: it changes nothing': {
      story: [...ENFORCED, '5m mx3 delivers wrong released message m2'],
      outcome: 'enforces',
      strangers: ['mx3'],
    },
    'it is delivered in the clear all the same': {
      story: [...ENFORCED, '5m mx1 delivers wrong in clear'],
      outcome: 'does-not-enforce',
    },
    'a later message is accepted, when the host presents the usual certificate again': {
      story: [...ENFORCED, '5m mx1 delivers wrong released', '30m mx1 delivers wrong message m2'],
      outcome: 'does-not-enforce',
    },
    'the certificate that matches is refused: that proves nothing': {
      story: ['mx1 delivers do', 'mx1 refuses wrong released', '20m mx1 refuses wrong released'],
      outcome: 'waiting?',
      results: ['mx1 wrong: not-judged (refused-matching-certificate)'],
    },
    'only a delivery of the release was seen of it': {
      story: ['mx1 delivers do', 'mx1 delivers wrong released'],
      outcome: 'waiting?',
      results: ['mx1 wrong: not-judged (delivered-during-release)'],
    },
  },
  'a connection to another host': {
    'is used for wrong: not judged': {
      story: ['mx1 delivers do', 'mx1 delivers wrong over do'],
      outcome: 'waiting?',
      results: ['mx1 wrong: not-judged (connection-reused)'],
    },
    'of another check, which may have been released': {
      story: ['mx1 delivers do', 'mx1 delivers wrong over wrong of 00000000000z'],
      outcome: 'waiting?',
      results: ['mx1 wrong: not-judged (connection-reused)'],
    },
    'whose certificate had to be refused as well': {
      story: ['mx1 delivers dont', 'mx1 delivers do', 'mx1 delivers wrong over wrong'],
      outcome: 'does-not-enforce',
    },
  },
};
