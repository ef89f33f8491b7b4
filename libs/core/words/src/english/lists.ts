import { listIn } from '../lists.js';

export const listed = listIn('en', (count) => `${count} more`);
