/** Every attack, in the order of the table in docs/dev/reliability.md. */
import type { Attack } from './attack.js';
import { diskFull } from './items/disk-full.js';
import { forbidden } from './items/forbidden.js';
import { forwarded } from './items/forwarded.js';
import { fuzzedLines } from './items/fuzzed-lines.js';
import { kill } from './items/kill.js';
import { largeReads } from './items/large-reads.js';
import { locked } from './items/locked.js';
import { nameServerTcp } from './items/name-server-tcp.js';
import { observer } from './items/observer.js';
import { probeBurst } from './items/probe-burst.js';
import { reportMails } from './items/report-mail.js';
import { slowClients } from './items/slow-clients.js';
import { slowPosts } from './items/slow-posts.js';
import { smuggling } from './items/smuggling.js';
import { tlsReports } from './items/tls-reports.js';
import { unread } from './items/unread.js';
import { watchers } from './items/watchers.js';
import { webVisitors } from './items/web-visitors.js';

export const ATTACKS: readonly Attack[] = [
  ...[kill, diskFull, locked, slowClients, fuzzedLines, smuggling, forwarded],
  ...[
    observer,
    forbidden,
    tlsReports,
    reportMails,
    watchers,
    probeBurst,
    slowPosts,
    unread,
    nameServerTcp,
    largeReads,
    webVisitors,
  ],
];
