import { checkUrl } from '#checks';

import type { Session } from '../session/session.js';

/** As many as fit into a reply with any reasonable PUBLIC_URL: 512 octets (RFC 5321 §4.5.3.1.5). */
const MAX_LINKS = 2;

/** Where the page of a check is, for replies: the log of the sender then leads back to it. */
export class CheckLinks {
  constructor(private readonly publicUrl: string) {}

  /** The page of the check that the session was last about, or the start page. */
  ofSession({ lastToken }: Pick<Session, 'lastToken'>): string {
    return lastToken === null ? this.publicUrl : checkUrl(this.publicUrl, lastToken);
  }

  /** Empty where there is none. */
  ofTokens(tokens: readonly string[]): string {
    const links = [...new Set(tokens)].map((token) => checkUrl(this.publicUrl, token));
    return links.slice(0, MAX_LINKS).join(' ');
  }
}
