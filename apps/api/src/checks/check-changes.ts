import { Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';

/** The tokens of checks that were changed by a request. What the receiver adds is told by the feed of observations. */
@Injectable()
export class CheckChanges {
  private readonly tokens = new Subject<string>();

  changed(token: string): void {
    this.tokens.next(token);
  }

  /** The function returned ends it. */
  subscribe(listener: (token: string) => void): () => void {
    const subscription = this.tokens.subscribe(listener);
    return () => subscription.unsubscribe();
  }
}
