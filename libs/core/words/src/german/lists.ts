import { listIn } from '../lists.js';

export const listed = listIn('de', (count) => `${count} weitere`);
