import { CreateStore1796083200000 } from './1796083200000-create-store.js';
import { CreateCheckReports1796100000000 } from './1796100000000-create-check-reports.js';

/** In the order in which they are applied. */
export const MIGRATIONS = [CreateStore1796083200000, CreateCheckReports1796100000000] as const;
