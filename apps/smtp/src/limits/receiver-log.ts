import type { Logger, SparingLog } from '#logging';

/** Where the receiver writes: what fails as long as a state lasts is written sparingly. */
export interface ReceiverLog {
  readonly logger: Logger;
  readonly states: SparingLog;
}
