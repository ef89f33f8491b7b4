/** A resolver that knows what a test tells it; whatever else is asked does not exist. */
import type { DnsAnswer, MxRecord, Resolver, SrvRecord, TlsaRecord } from '#dns';
import { because, detail } from '#text';

/** Why an answer fails. */
export const SAID = because(detail('verbatim', 'said by the test'));

interface Answers {
  readonly mx: MxRecord;
  readonly srv: SrvRecord;
  readonly a: string;
  readonly aaaa: string;
  readonly cname: string;
  readonly tlsa: TlsaRecord;
  readonly txt: string;
  readonly ns: string;
}

type RecordType = keyof Answers;

export interface AnswerOptions {
  readonly secure?: boolean;
  /** Where the name leads; it is an alias then. */
  readonly canonicalName?: string;
}

export class MemoryResolver implements Resolver {
  private readonly answers = new Map<string, DnsAnswer<never>>();
  readonly asked: string[] = [];

  /** @param deniesSecurely whether what does not exist is denied securely */
  constructor(private readonly deniesSecurely = true) {}

  readonly mx = this.answering('mx');
  readonly srv = this.answering('srv');
  readonly a = this.answering('a');
  readonly aaaa = this.answering('aaaa');
  readonly cname = this.answering('cname');
  readonly tlsa = this.answering('tlsa');
  readonly txt = this.answering('txt');
  readonly ns = this.answering('ns');

  set<Type extends RecordType>(
    type: Type,
    name: string,
    records: readonly Answers[Type][],
    { secure = true, canonicalName = name }: AnswerOptions = {},
  ): this {
    const aliases = canonicalName === name ? [] : [name];
    const answer = { kind: 'found', records, ttl: 300, secure, canonicalName, aliases };
    // Read back under the same type alone.
    this.answers.set(`${type} ${name}`, answer as unknown as DnsAnswer<never>);
    return this;
  }

  fail(type: RecordType, name: string, kind: 'bogus' | 'failed'): this {
    this.answers.set(`${type} ${name}`, { kind, ...SAID });
    return this;
  }

  private answering<Type extends RecordType>(type: Type) {
    return (name: string): Promise<DnsAnswer<Answers[Type]>> => {
      this.asked.push(`${type} ${name}`);
      const answer: DnsAnswer<Answers[Type]> | undefined = this.answers.get(`${type} ${name}`);
      return Promise.resolve(answer ?? this.denial(name));
    };
  }

  private denial(name: string) {
    const nameExists = [...this.answers.keys()].some((key) => key.endsWith(` ${name}`));
    return {
      kind: 'none' as const,
      nameExists,
      secure: this.deniesSecurely,
      canonicalName: name,
      aliases: [],
    };
  }
}
