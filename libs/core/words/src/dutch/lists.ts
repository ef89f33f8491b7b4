import { listIn } from '../lists.js';

export const listed = listIn('nl', (count) => `nog ${count}`);
