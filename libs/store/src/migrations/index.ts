import { CreateChecksAndObservations1767225600000 } from './1767225600000-create-checks-and-observations.js';
import { AddClientKey1795352896776 } from './1795352896776-add-client-key.js';
import { AddRelease1795353600000 } from './1795353600000-add-release.js';

/** Every migration, oldest first. One that was released is never changed. */
export const MIGRATIONS = [
  CreateChecksAndObservations1767225600000,
  AddClientKey1795352896776,
  AddRelease1795353600000,
] as const;
