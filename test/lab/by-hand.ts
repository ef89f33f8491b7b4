/** Says how to go on by hand with a lab that is left running. */
import { createCheck } from './api-client.js';
import type { Lab } from './lab.js';
import type { SenderName } from './postfix-profiles.js';
import { addressesOf } from './run-sender.js';
import type { Options } from './options.js';
import { paint, print } from './terminal.js';

export async function printByHand(lab: Lab, { senders, style }: Options): Promise<void> {
  const { url } = lab.product;
  const check = await createCheck(url);
  print(paint('bold', 'Everything is left running. Ctrl-C ends it.'));
  print();
  print(`  A new check   ${url}/check/${check.token}`);
  print('  Its addresses');
  for (const address of addressesOf(check, style)) print(`                ${address}`);
  print();
  for (const name of senders) await printSender(lab, name);
}

async function printSender(lab: Lab, name: SenderName): Promise<void> {
  const { profile, directories } = await lab.sender(name);
  print(`  ${profile.title}`);
  print(`    send    echo hello | sendmail -C ${directories.config} -f visitor@sender.test ADDRESS…`);
  print(`    log     tail -f ${directories.log}`);
  print(`    queue   postqueue -c ${directories.config} -p`);
  print(`    retry   postqueue -c ${directories.config} -f`);
  print();
}
