/** Says of a store that fails what fails with it: once a minute while it lasts, and not for each request or message. */
import type { SparingLog } from '#logging';

import { isStoreUnavailable } from './errors.js';

/** @param message what could not be done; another error than of the store as a whole counts for itself */
export function logStoreError(
  log: SparingLog,
  error: unknown,
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
): void {
  log.error(message, { ...fields, err: error }, isStoreUnavailable(error) ? 'store' : message);
}
