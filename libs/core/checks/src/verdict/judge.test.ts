import { describe, expect, it } from 'vitest';

import {
  CLIENTS,
  ENFORCED,
  START,
  type HistoryEntry,
  history,
  resultsOf,
} from '../../../../../test/support/check-history.js';

import { judge } from './judge.js';
import { PROVISIONAL_AFTER_MS } from './policy.js';
import type { Outcome, Verdict } from './verdict.js';

const LATE = START + 30 * 86_400_000;

const strangersOf = ({ strangers }: Verdict): string[] =>
  strangers.map(({ address }) => Object.keys(CLIENTS).find((each) => CLIENTS[each]?.[0] === address) ?? '');

interface Row {
  readonly story: readonly string[];
  /** `enforces` is final, `enforces?` provisional. */
  readonly outcome: Outcome | `${Outcome}?`;
  /** Some of the results. */
  readonly results?: readonly string[];
  readonly strangers?: readonly string[];
}

const PROOF = 'mx1 wrong: refused (refused-unmatched-certificate)';
const STORIES: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
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
    'an unknown address delivers the message: it changes nothing': {
      story: [...ENFORCED, '5m mx3 delivers wrong released'],
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

const rows = Object.entries(STORIES).flatMap(([topic, stories]) =>
  Object.entries(stories).map(([name, row]) => ({ topic, name, row })),
);

describe('judge', () => {
  it.each(rows)('$topic: $name', ({ row }) => {
    const verdict = judge(history(...row.story), LATE);
    expect(`${verdict.outcome}${verdict.provisional ? '?' : ''}`).toBe(row.outcome);
    expect(resultsOf(verdict)).toEqual(expect.arrayContaining([...(row.results ?? [])]));
    if (row.strangers !== undefined) expect(strangersOf(verdict)).toEqual(row.strangers);
    expect(verdict.messages).not.toEqual([]);
  });

  it.each(rows)('gives the same verdict in any order: $topic: $name', ({ row }) => {
    const told = history(...row.story);
    const expected = judge(told, LATE);
    for (const other of reordered(told)) expect(judge(other, LATE)).toEqual(expected);
  });

  it.each(rows.filter(({ row }) => row.outcome === 'enforces'))(
    'is never green before the last of what proves it was seen, nor by what a stranger adds: $topic: $name',
    ({ row }) => {
      const told = history(...row.story);
      const with_ = [...told, ...history(...STRANGERS)];
      expect(judge(with_, LATE)).toMatchObject({ outcome: 'enforces', provisional: false });
      expect(judge(told.slice(0, 1), LATE).outcome).not.toBe('enforces');
    },
  );
});

/** Everything that somebody may do who knows the check's hosts and mails nothing. */
const STRANGERS = ['refuses', 'closes', 'greets', 'loses', 'errs', 'fails'].flatMap((does) =>
  ['do', 'dont', 'wrong'].map((scenario) => `20m laptop ${does} ${scenario} message none`),
);

/** Fed in other orders, with the ids that they would have then. */
function reordered(told: readonly HistoryEntry[]): HistoryEntry[][] {
  const renumbered = (entries: readonly HistoryEntry[]): HistoryEntry[] =>
    entries.map((entry, index) => ({ ...entry, id: index + 1 }));
  const rotated = told.map((_, index) => [...told.slice(index), ...told.slice(0, index)]);
  return [[...told].reverse(), ...rotated].map(renumbered);
}

describe('judge, in time', () => {
  const silentWrong = history('mx1 delivers do', 'mx1 delivers dont');
  const lastAt = START + 1000;

  it('says when silence allows another reading', () => {
    const { changesAt } = judge(silentWrong, lastAt + 1);
    expect(changesAt).toBe(lastAt + PROVISIONAL_AFTER_MS);
    expect(judge(silentWrong, (changesAt ?? 0) - 1).scenarios.at(2)?.state).toBe('waiting');
    const late = judge(silentWrong, changesAt ?? 0);
    expect(late).toMatchObject({ outcome: 'waiting', provisional: true, changesAt: null });
    expect(late.scenarios.at(2)?.state).toBe('not-seen');
  });

  it('does not start the minute before anything was seen, and needs none when all was', () => {
    expect(judge([], START)).toMatchObject({ outcome: 'waiting', changesAt: null });
    expect(judge(history(...ENFORCED), lastAt + 1001).changesAt).toBeNull();
  });

  it('is not moved by strangers, once a server is known', () => {
    const visited = [...silentWrong, ...history('30m laptop refuses wrong')];
    expect(judge(visited, lastAt + 1).changesAt).toBe(judge(silentWrong, lastAt + 1).changesAt);
  });

  it('is not changed by sessions still open', () => {
    const open = [...silentWrong, ...history('5s mx1 opens wrong')];
    const { servers: _one, ...before } = judge(silentWrong, LATE);
    const { servers: _other, ...after } = judge(open, LATE);
    expect({ ...after, scenarios: [] }).toEqual({ ...before, scenarios: [] });
  });
});
