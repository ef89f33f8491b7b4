import { CreateChecksAndObservations1767225600000 } from './1767225600000-create-checks-and-observations.js';
import { AddQueries1767312000000 } from './1767312000000-add-queries.js';

/** Every migration, oldest first. One that was released is never changed. */
export const MIGRATIONS = [CreateChecksAndObservations1767225600000, AddQueries1767312000000] as const;
