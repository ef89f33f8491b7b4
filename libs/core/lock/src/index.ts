export { type ExclusiveFile, holdExclusively, LockFileError } from './exclusive-file.js';
