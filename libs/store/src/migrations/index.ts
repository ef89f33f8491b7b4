import { CreateChecksAndObservations1767225600000 } from './1767225600000-create-checks-and-observations.js';

/** Every migration, oldest first. One that was released is never changed. */
export const MIGRATIONS = [CreateChecksAndObservations1767225600000] as const;
