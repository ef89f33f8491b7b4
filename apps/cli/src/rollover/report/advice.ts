import type { RolloverReport, RolloverStep } from '#rollover';

import type { ReportKind } from './format-report.js';

/** What a person does next; null when there is nothing to say. */
export function adviceFor({ state, step, plan }: RolloverReport, kind: ReportKind): string | null {
  const mayBegin = state === 'ready' && step === 'prepare';
  if (mayBegin) return 'Nothing was changed. `havedane rollover run` with the same options begins it.';
  switch (state) {
    case 'finished':
    case 'nothing-to-do':
      return null;
    case 'locked':
      return 'Nothing was done; that run continues.';
    case 'waiting':
    case 'ready':
      return kind === 'plan'
        ? 'Nothing was changed: `havedane rollover run` continues.'
        : 'Nothing to do by hand: `havedane rollover run` continues, by cron every few minutes.';
    case 'blocked':
      if (step === 'finished') return NEXT_HELD_UP;
      return changesDns(plan) ? BLOCKED_AT[step] : KEEPS_RECORDS;
  }
}

const NEXT_HELD_UP =
  'The rollover itself is finished: what is served matches what is published. Another certificate was renewed meanwhile and cannot follow yet. Fix what is reported above, then call `havedane rollover run` with the options that it was begun with.';

/** A plan that is not known yet may. */
function changesDns(plan: RolloverReport['plan']): boolean {
  return plan.length === 0 || plan.some(({ step }) => step === 'publish');
}

const KEEPS_RECORDS =
  'No record changes, since the key stays. Fix what is reported above; the next run tries again.';

/** Of what was seen the reason tells: the server may present anything by now, so that nothing is promised here. */
function afterSwitch(deletions: string): string {
  return `${deletions} See above: if a server presents a certificate that no record matches, senders that use DANE do not deliver to it now; \`havedane watch HOST\` prints the record to publish. The next run looks again.`;
}

/** What the reason does not say: what is at stake meanwhile. */
const BLOCKED_AT: Readonly<Record<RolloverStep, string>> = {
  prepare: 'Nothing was changed. Fix what is reported above, then run it again.',
  publish:
    'Nothing was removed, and no certificate was installed. Fix what is reported above; the next run continues.',
  propagate:
    'Nothing was taken away, and no certificate was installed. Fix what is reported above; the next run looks again.',
  switch:
    'The records of both certificates are published, so that senders accept either. Fix what is reported above; the next run installs it again.',
  verify: afterSwitch('Nothing is deleted before every address is seen to be right.'),
  retire: afterSwitch('Nothing is deleted before every address is seen to be right.'),
  delete: afterSwitch('Nothing more is deleted before all is right.'),
  'final-check': afterSwitch('Nothing more is deleted before all is right.'),
};
