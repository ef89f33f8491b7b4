/** Loaded before an app that tests start as a process (`node --import`): its table has one scenario of each kind. */
import { keepOneOfEachKind } from './one-of-each-kind.js';
import { moduleOfPrograms } from './preload.js';

interface TableModule {
  readonly TABLE: { readonly scenarios: { readonly id: string }[] };
}

const { TABLE } = await moduleOfPrograms<TableModule>('libs/core/scenarios/src/table.js');

keepOneOfEachKind(TABLE.scenarios);
