import { CreateStore1796083200000 } from './1796083200000-create-store.js';

/** In the order in which they are applied. */
export const MIGRATIONS = [CreateStore1796083200000] as const;
