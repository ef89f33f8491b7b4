import { checkUrl } from '#checks';

import type { Session } from '../session/session.js';

/** As many as fit into a reply line of 512 octets beside its own words (RFC 5321 §4.5.3.1.5), and one at least. */
const MAX_OCTETS = 440;

/** Where the page of a check is, for replies: the log of the sender then leads back to it. */
export class CheckLinks {
  constructor(private readonly publicUrl: string) {}

  /** The page of the check that the session was last about, or the start page. */
  ofSession({ lastToken }: Pick<Session, 'lastToken'>): string {
    return lastToken === null ? this.publicUrl : checkUrl(this.publicUrl, lastToken);
  }

  /** Empty where there is none. */
  ofTokens(tokens: readonly string[]): string {
    const [first = '', ...others] = new Set(tokens.map((token) => checkUrl(this.publicUrl, token)));
    return others.reduce(
      (links, link) => (links.length + link.length < MAX_OCTETS ? `${links} ${link}` : links),
      first,
    );
  }
}
