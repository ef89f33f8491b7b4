import { InvalidArgumentError } from 'commander';

/** The number of a message or report, as lists show it. */
export function rowId(text: string): number {
  const id = Number(text);
  if (!/^\d{1,15}$/.test(text) || id === 0)
    throw new InvalidArgumentError('It must be a number from the list.');
  return id;
}
