/** Imported before a program: ends its process the moment that a mail with this word is to be parsed, as a crash would. */
import process from 'node:process';
import { isMainThread, Worker } from 'node:worker_threads';

const WORD = 'kills-who-parses-it';

if (isMainThread) {
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (message, ...others) {
    const isDeadly = message?.kind === 'report-mail' && Buffer.from(message.content).includes(WORD);
    if (isDeadly) process.kill(process.pid, 'SIGKILL');
    else postMessage.call(this, message, ...others);
  };
}
