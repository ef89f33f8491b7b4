import { expect } from 'vitest';

import { ProviderError } from '#providers';

/** The ProviderError that the action rejects with; it must. */
export async function failureOf(action: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await action.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ProviderError);
  return error as ProviderError;
}
