import type { ReportSettings } from '../settings.js';
import type { CertificateNames } from './certificate-names.js';
import type { Style } from './style.js';

/** What everything that is printed about a target depends on besides the target. */
export interface ReportContext {
  readonly style: Style;
  readonly settings: ReportSettings;
  readonly certificateNames: CertificateNames;
  /** Milliseconds since the epoch: when the target was probed. */
  readonly now: number;
  /** By their digest, the certificates that were printed already: two addresses mostly present the same. */
  readonly printed: Set<string>;
}
