/** What is said between the API and the thread that parses. Both are of one program, so the types are believed. */
import type { TxtAnswers } from './parser.js';

export type ParserTask =
  | { readonly kind: 'report'; readonly bytes: Uint8Array; readonly now: number }
  | {
      readonly kind: 'report-mail';
      readonly content: Uint8Array;
      readonly answers: TxtAnswers;
      readonly now: number;
    }
  | { readonly kind: 'mail-header'; readonly content: Uint8Array };

export type FromParser =
  /** The thread has loaded its modules and has the task. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'failure'; readonly error: Error };
