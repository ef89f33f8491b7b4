/**
 * The receiving side of a Frame Stream, without its socket. In the bidirectional form the sender says READY with the
 * content types that it has, we ACCEPT one, it says START; data follows until it says STOP and we FINISH. A sender
 * that begins with START waits for no answer and gets none.
 */
import { CONTROL, formatControlFrame, parseControlFrame } from './control-frame.js';
import { FrameReader } from './frame-reader.js';
import { FrameStreamError } from './frame-stream-error.js';

/** A name server's message is at most 65,535 octets (RFC 1035 §4.2.2), and little is put around it. */
const LIMITS = { maxDataBytes: 131_072, maxControlBytes: 512 };

export type FrameStreamEvent =
  | { readonly kind: 'data'; readonly payload: Buffer }
  /** Octets that the sender waits for. */
  | { readonly kind: 'reply'; readonly octets: Buffer }
  /** The sender has said all that it had; nothing after this is looked at. */
  | { readonly kind: 'stopped' };

export class FrameStreamReceiver {
  private readonly reader = new FrameReader(LIMITS);
  private state: 'new' | 'accepted' | 'started' | 'stopped' = 'new';
  private isAnswered = false;

  constructor(private readonly contentType: string) {}

  /**
   * What a chunk of the stream holds, in its order.
   *
   * @throws FrameStreamError when it breaks the protocol: the stream is of no more use
   */
  *receive(chunk: Buffer): Generator<FrameStreamEvent, void> {
    for (const { kind, content } of this.reader.read(chunk)) {
      if (this.state === 'stopped') return;
      if (kind === 'control') yield* this.control(content);
      else if (this.state === 'started') yield { kind: 'data', payload: content };
      else throw new FrameStreamError('data came before START');
    }
  }

  private *control(content: Buffer): Generator<FrameStreamEvent, void> {
    const { type, contentTypes } = parseControlFrame(content);
    switch (type) {
      case CONTROL.ready:
        this.expect(this.state === 'new', 'READY');
        this.expectContentType(contentTypes);
        this.state = 'accepted';
        this.isAnswered = true;
        yield this.reply(CONTROL.accept, [this.contentType]);
        return;
      case CONTROL.start:
        this.expect(this.state === 'new' || this.state === 'accepted', 'START');
        // It may be left out, and then it is what was agreed.
        if (contentTypes.length > 0) this.expectContentType(contentTypes);
        this.state = 'started';
        return;
      case CONTROL.stop:
        this.expect(this.state === 'started', 'STOP');
        this.state = 'stopped';
        if (this.isAnswered) yield this.reply(CONTROL.finish, []);
        yield { kind: 'stopped' };
        return;
      default:
        throw new FrameStreamError(`a control frame of the type ${type} is not for a receiver`);
    }
  }

  private expect(isInOrder: boolean, name: string): void {
    if (!isInOrder) throw new FrameStreamError(`${name} came when the stream was ${this.state}`);
  }

  private expectContentType(offered: readonly string[]): void {
    if (!offered.includes(this.contentType))
      throw new FrameStreamError(`the sender does not offer the content type ${this.contentType}`);
  }

  private reply(type: number, contentTypes: readonly string[]): FrameStreamEvent {
    return { kind: 'reply', octets: formatControlFrame({ type, contentTypes }) };
  }
}
