export { readTextFile, type ReadTextOptions, UnfitFileError } from './read-text-file.js';
