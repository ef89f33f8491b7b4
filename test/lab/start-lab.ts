import { LabError } from './lab-error.js';
import { Lab } from './lab.js';
import type { SenderName } from './sender-profiles.js';
import { missingPreconditions } from './preconditions.js';
import type { ProductOptions } from './product.js';

/** The machine cannot run the lab; the message says what is missing. */
export class LabUnavailableError extends LabError {
  override readonly name = 'LabUnavailableError';
}

/** A running lab with those senders, for a test. @throws LabUnavailableError */
export async function startLab(senders: readonly SenderName[], options: ProductOptions = {}): Promise<Lab> {
  const problems = await missingPreconditions(senders);
  if (problems.length > 0) throw new LabUnavailableError(problems.join('\n'));
  const lab = await Lab.create(options);
  try {
    await lab.start();
    await Promise.all(senders.map((name) => lab.sender(name)));
    return lab;
  } catch (error) {
    await lab.stop();
    throw error;
  }
}
