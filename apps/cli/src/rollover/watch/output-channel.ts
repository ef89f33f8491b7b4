/** Standard output, where nothing but what is new is printed: a log, or what cron mails. */

import { type Channel, notificationText } from '#watch';

import { printableLines } from '../../printable.js';
import { minute } from './format-report.js';

/** @param isSilent when the same was printed in another way already */
export function outputChannel(print: (text: string) => void, isSilent: () => boolean): Channel {
  return {
    name: 'output',
    deliver: ({ at, changes }) => {
      if (!isSilent())
        print(`${minute(new Date(at).toISOString())}  ${printableLines(notificationText(changes))}`);
      return Promise.resolve({ kind: 'told' });
    },
  };
}
