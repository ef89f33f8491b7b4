import pLimit from 'p-limit';

import { type DnsAnswer, type LookupOptions, type RecordData, type RecordType, StubResolver } from '#dns';

const QUESTIONS_AT_ONCE = 8;

/**
 * Asks a few questions at a time, and the time of each begins when it is asked: of the hundreds about all hosts of an instance, a
 * busy resolver would answer the last ones too late.
 */
export class QueueingResolver extends StubResolver {
  private readonly queue = pLimit(QUESTIONS_AT_ONCE);

  override lookup<T extends RecordType>(
    name: string,
    type: T,
    options?: LookupOptions,
  ): Promise<DnsAnswer<RecordData[T]>> {
    return this.queue(() => super.lookup(name, type, options));
  }
}
