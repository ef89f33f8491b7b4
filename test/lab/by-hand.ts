/** Says how to go on by hand with a lab that is left running. */
import { createCheck } from './api-client.js';
import type { Lab } from './lab.js';
import type { SenderName } from './sender-profiles.js';
import { addressesOf } from './run-sender.js';
import type { Options } from './options.js';
import { paint, print } from './terminal.js';

export async function printByHand(lab: Lab, { senders, style }: Options): Promise<void> {
  const { url } = lab.product;
  const check = await createCheck(url);
  print(paint('bold', 'Everything keeps running. Press Ctrl-C to stop.'));
  print();
  print(`  A new check   ${url}/check/${check.token}`);
  print('  Its addresses');
  for (const address of addressesOf(check, style)) print(`                ${address}`);
  print();
  for (const name of senders) await printSender(lab, name);
}

async function printSender(lab: Lab, name: SenderName): Promise<void> {
  const sender = await lab.sender(name);
  print(`  ${sender.profile.title}`);
  for (const [what, command] of Object.entries(sender.commands())) print(`    ${what.padEnd(8)}${command}`);
  print();
}
