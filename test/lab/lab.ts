/**
 * The real thing on one machine: the built product with its own signed zone, a validating resolver and real
 * senders, all on loopback.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { Knot } from './knot.js';
import { makeLabDirectory } from './lab-directory.js';
import { DNS_PORT, LAB_DOMAIN, NOT_VALIDATING_RESOLVER_ADDRESS } from './lab-addresses.js';
import { Exim } from './exim.js';
import { Postfix } from './postfix.js';
import { Product, type ProductOptions, type ProductPorts } from './product.js';
import { policyMap, startPolicyResolver } from '../support/policy-resolver.js';

import { type PolicyService, startDaneFirst } from './dane-first.js';
import { SENDER_PROFILES, type SenderName, type SenderProfile } from './sender-profiles.js';
import type { Sender } from './sender.js';
import { Unbound, type UnboundOptions } from './unbound.js';

/** Runs what has to be undone, last first; the first error is thrown when everything was tried. */
class Cleanup {
  private readonly steps: (() => Promise<unknown>)[] = [];

  add(step: () => Promise<unknown>): void {
    this.steps.push(step);
  }

  async run(): Promise<void> {
    const errors: unknown[] = [];
    for (let step = this.steps.pop(); step !== undefined; step = this.steps.pop()) {
      await step().catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 0) throw errors[0];
  }
}

/** Where a lab is that another process runs. */
export interface LabDescription {
  readonly directory: string;
  readonly ports: ProductPorts;
}

/** Starts for a lab of another process what is asked for. */
export interface LabStarter {
  startSender(name: SenderName): Promise<void>;
  startNotValidating(): Promise<void>;
}

export class Lab {
  readonly product: Product;
  private readonly senders = new Map<SenderName, Promise<Sender>>();
  private notValidating: Promise<void> | undefined;
  private readonly policyServices = new Map<string, Promise<PolicyService>>();

  private readonly cleanup = new Cleanup();

  private constructor(
    readonly directory: string,
    options: ProductOptions,
    /** Of the process that runs it; not given: it is ours. */
    private readonly starter?: LabStarter,
  ) {
    this.product = new Product(join(directory, 'product'), options);
    if (starter === undefined) this.cleanup.add(() => rm(directory, { recursive: true, force: true }));
  }

  /** A lab in which nothing runs yet. */
  static async create(options: ProductOptions = {}): Promise<Lab> {
    return new Lab(await makeLabDirectory(), options);
  }

  /** A lab that another process runs, and ends. */
  static attach({ directory, ports }: LabDescription, starter: LabStarter): Lab {
    return new Lab(directory, { ports }, starter);
  }

  get description(): LabDescription {
    return { directory: this.directory, ports: this.product.ports };
  }

  /** Starts product, name server and the resolver that validates. */
  async start(): Promise<void> {
    const { directory, product, cleanup } = this;
    await product.setUp();
    cleanup.add(() => product.stop());
    // First of all: a name server that finds nobody there tries again after seconds.
    await product.startObserver();
    const knot = new Knot({
      generatedDir: product.nameServerDir,
      stateDir: product.nameServerStateDir,
    });
    cleanup.add(() => knot.stop());
    const [trustAnchor] = await Promise.all([knot.start(), product.start()]);
    await this.startResolver({ directory: join(directory, 'unbound'), domain: LAB_DOMAIN, trustAnchor });
  }

  /** Starts the sender of that name, unless it runs. */
  sender(name: SenderName): Promise<Sender> {
    const started = this.senders.get(name) ?? this.startSender(name);
    this.senders.set(name, started);
    return started;
  }

  /** The same, for what only Postfix can be asked. */
  async postfix(name: SenderName): Promise<Postfix> {
    const sender = await this.sender(name);
    if (!(sender instanceof Postfix)) throw new TypeError(`${name} is no Postfix`);
    return sender;
  }

  /** Starts the resolver that does not validate, unless it runs: one for all that are behind it. */
  startNotValidating(): Promise<void> {
    if (this.starter !== undefined) return this.starter.startNotValidating();
    return (this.notValidating ??= this.startResolver({
      directory: join(this.directory, 'unbound-not-validating'),
      domain: LAB_DOMAIN,
      trustAnchor: null,
      listen: { address: NOT_VALIDATING_RESOLVER_ADDRESS, port: DNS_PORT },
    }));
  }

  /** What a Postfix is told of policies; the services are started when the first asks for them. */
  async policiesFor(kind: NonNullable<SenderProfile['policies']>): Promise<Readonly<Record<string, string>>> {
    const authority = join(this.product.certsDir, 'ca.cert.pem');
    const resolver = await this.policyService('overriding', async () => {
      const { port, daemon } = await startPolicyResolver(join(this.directory, 'policies'), authority);
      return { port, stop: () => daemon.stop() };
    });
    const { port } =
      kind === 'overriding' ? resolver : await this.policyService(kind, () => startDaneFirst(resolver.port));
    return { smtp_tls_CAfile: authority, smtp_tls_policy_maps: policyMap(port) };
  }

  private policyService(name: string, start: () => Promise<PolicyService>): Promise<PolicyService> {
    const known = this.policyServices.get(name);
    if (known !== undefined) return known;
    const started = start();
    this.policyServices.set(name, started);
    this.cleanup.add(async () => (await started).stop());
    return started;
  }

  /** Ends everything that was started. @throws UncleanExitError when the product did not end by itself */
  async stop(): Promise<void> {
    await this.cleanup.run();
  }

  private async startResolver(options: UnboundOptions): Promise<void> {
    const unbound = new Unbound(options);
    this.cleanup.add(() => unbound.stop());
    await unbound.start();
  }

  private async startSender(name: SenderName): Promise<Sender> {
    const profile: SenderProfile = SENDER_PROFILES[name];
    const directory = join(this.directory, `${profile.program}-${name}`);
    const policies =
      profile.policies === undefined || this.starter !== undefined
        ? {}
        : await this.policiesFor(profile.policies);
    const sender =
      profile.program === 'exim' ? new Exim(name, directory) : new Postfix(name, directory, policies);
    if (this.starter !== undefined) {
      await this.starter.startSender(name);
      return sender;
    }
    if (profile.resolver === NOT_VALIDATING_RESOLVER_ADDRESS) await this.startNotValidating();
    this.cleanup.add(() => sender.stop());
    await sender.start();
    return sender;
  }
}
