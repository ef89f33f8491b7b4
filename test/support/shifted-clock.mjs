/** Preloaded into the built product: its clock is ahead by as many milliseconds as the file CLOCK_SHIFT_FILE holds when it starts. */
import { readFileSync } from 'node:fs';

const shift = Number(readFileSync(process.env.CLOCK_SHIFT_FILE, 'utf8'));
const now = Date.now;
Date.now = () => now() + shift;
