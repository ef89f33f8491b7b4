import type { Advice } from '#checks';

import type { FixTopic } from './language.js';

/** The topic of the fix guides that has the steps for each mail system; null where there is none. */
export const ADVICE_TOPICS: Readonly<Record<Advice, FixTopic | null>> = {
  'turn-on-dane': 'turn-on-dane',
  'prefer-dane': null,
  'turn-on-tls': 'turn-on-tls',
  'repair-tls': null,
  'find-the-fault': 'find-the-fault',
  'read-the-log': 'find-the-fault',
  'mail-all-addresses': 'nothing-arrives',
  'send-a-short-message': 'nothing-arrives',
  'send-more-messages': null,
  'require-less': 'require-less',
  'message-stays-queued': 'queue',
  'message-waits-for-release': 'queue',
  'message-is-released': 'queue',
  'queue-is-clean': null,
  'nothing-to-fix': null,
};
