import { type Command, Option } from 'commander';

import type { OperatorMessage, Store } from '#store';
import { printableJson } from '#text';

import { rowId } from '../row-id.js';
import { withStore } from '../with-store.js';
import { formatMessage, formatMessages } from './format-message.js';
import { messageLine, messageView } from './message-view.js';

interface Output {
  readonly json?: true;
}

export function registerInbox(program: Command): void {
  const mail = program
    .command('inbox')
    .description('Read the mail to postmaster, abuse, hostmaster and tls-reports that is kept here');
  mail
    .command('list')
    .description('List what is kept, the oldest first')
    .option('--json', 'print JSON')
    .action(({ json }: Output) => withStore((store) => list(store, json === true)));
  mail
    .command('show')
    .description('Show a message, which then counts as read')
    .argument('<id>', 'its number in the list', rowId)
    .option('--json', 'print JSON')
    .addOption(new Option('--raw', 'print the message as it came').conflicts('json'))
    .action((id: number, output: Output & { readonly raw?: true }) =>
      withStore((store) => show(store, id, output)),
    );
  mail
    .command('delete')
    .description('Delete messages')
    .argument('<ids...>', 'their numbers in the list', collectIds, [])
    .option('--json', 'print JSON')
    .action((ids: number[], { json }: Output) => withStore((store) => remove(store, ids, json === true)));
}

function collectIds(text: string, ids: readonly number[]): number[] {
  return [...ids, rowId(text)];
}

async function list(store: Store, asJson: boolean): Promise<void> {
  const lines = await Promise.all((await store.operatorMail.list()).map(messageLine));
  console.log(asJson ? printableJson(lines) : formatMessages(lines));
}

async function show(
  store: Store,
  id: number,
  { json, raw }: Output & { readonly raw?: true },
): Promise<void> {
  const message = await find(store, id);
  if (raw === true) process.stdout.write(message.content);
  else {
    const view = await messageView(message);
    console.log(json === true ? printableJson(view) : formatMessage(view));
  }
  await store.operatorMail.markRead(id, Date.now());
}

/** All or none: with a wrong number somebody meant something else. */
async function remove(store: Store, ids: readonly number[], asJson: boolean): Promise<void> {
  for (const id of ids) await find(store, id);
  const deleted = await store.operatorMail.delete(ids);
  console.log(asJson ? JSON.stringify({ deleted }) : `Deleted: ${deleted}`);
}

async function find(store: Store, id: number): Promise<OperatorMessage> {
  const message = await store.operatorMail.find(id);
  if (message === null) throw new Error(`There is no message ${id}; \`havedane inbox list\` lists them.`);
  return message;
}
