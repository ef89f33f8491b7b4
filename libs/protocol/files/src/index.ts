export { freeSpace, freeSpaceNow, type FreeSpace, FULL_BELOW } from './free-space.js';
export { namesIn } from './names-in.js';
export { readTextFile, type ReadTextOptions, UnfitFileError } from './read-text-file.js';
export { writeObstacle } from './write-obstacle.js';
export { writeTextFile, type WriteTextOptions } from './write-text-file.js';
