import { CreateChecksAndObservations1767225600000 } from './1767225600000-create-checks-and-observations.js';
import { AddRelease1769904000000 } from './1769904000000-add-release.js';

/** Every migration, oldest first. One that was released is never changed. */
export const MIGRATIONS = [CreateChecksAndObservations1767225600000, AddRelease1769904000000] as const;
