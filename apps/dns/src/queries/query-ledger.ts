import { MAX_QUERIES_PER_CHECK, type Check, type NameQuery } from '#checks';

export interface Asked {
  readonly clientAddress: string;
  readonly query: Pick<NameQuery, 'name' | 'type' | 'dnssecOk'>;
}

/**
 * A large provider asks the same from dozens of resolvers: beyond this many only questions that nobody asked yet are
 * kept, so that the one that matters finds a place.
 */
const MAX_REPEATED = MAX_QUERIES_PER_CHECK / 2;

/** What was asked about one check: each question once for every resolver, and not more than is kept. */
export class QueryLedger {
  private readonly asked = new Set<string>();
  private readonly questions = new Set<string>();
  private unsettled = 0;

  constructor(
    readonly check: Check,
    stored: readonly Asked[],
  ) {
    for (const each of stored) this.note(each);
  }

  /** Nothing more is kept: whoever knows a token can ask without end, so it need not even be read. */
  get isFull(): boolean {
    return this.asked.size >= MAX_QUERIES_PER_CHECK;
  }

  /** Whether some of what it admitted is not stored yet: the store knows less than this ledger. */
  get isAhead(): boolean {
    return this.unsettled > 0;
  }

  /** Whether it is to be stored; if so, it is noted as asked, and `settled` has to follow. */
  admit(asked: Asked): boolean {
    if (this.asked.has(keyOf(asked))) return false;
    if (this.isFull) return false;
    if (this.questions.has(questionOf(asked)) && this.asked.size >= MAX_REPEATED) return false;
    this.note(asked);
    this.unsettled += 1;
    return true;
  }

  /** What was admitted is stored, or could not be. */
  settled(): void {
    this.unsettled -= 1;
  }

  /** It could not be stored: the next time is as good as the first. */
  forget(asked: Asked): void {
    this.asked.delete(keyOf(asked));
  }

  private note(asked: Asked): void {
    this.asked.add(keyOf(asked));
    this.questions.add(questionOf(asked));
  }
}

function keyOf(asked: Asked): string {
  return `${asked.clientAddress} ${questionOf(asked)}`;
}

/** With the DO bit: a resolver that asks again without it shows something else. */
function questionOf({ query: { name, type, dnssecOk } }: Asked): string {
  return `${name} ${type} ${dnssecOk}`;
}
