import { expect, it } from 'vitest';

import { CleaningClient } from './cleaning-client.js';

it('ends no process when its server ends it between two users', () => {
  expect(() => new CleaningClient().emit('error', new Error('terminating connection'))).not.toThrow();
});
