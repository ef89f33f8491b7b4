/** What every screen of the page says. */
import { pluralOf } from '../../plural.js';

export const plural = pluralOf('en');

export const shared = {
  /** For dates and times, BCP 47. */
  locale: 'en-GB',
  copy: 'Copy',
  copied: 'Copied',
  copyByHand: 'Copy by hand',
  tryAgain: 'Try again',
  asking: 'Asking…',
  none: 'none',
  startNewCheck: 'Start a new check',
  linkToPage: 'Link to this page',
  aboutLinkToPage: 'the link to this page',
  apiDocs: 'API docs',
  connection: {
    lost: (meanwhile: string) =>
      `Connection lost. ${meanwhile} This page catches up as soon as it is connected again.`,
    refused: (meanwhile: string) =>
      `This server has as many live connections as it takes, in all or from your network. ${meanwhile} This page keeps trying and catches up as soon as it is connected.`,
    regained: 'Connected again. Nothing was missed.',
  },
  otherDirection: {
    title: 'Test sending, too',
    text: "This shows how mail is received. Whether a server sends securely can't be seen from outside: it takes one test message from it, and you watch it live.",
    link: 'Check how a server sends',
  },
  problems: {
    unknownPage: { title: 'No such page', text: 'There is nothing at this address.' },
    unreachable: {
      title: 'The server cannot be reached',
      text: 'Your device may be offline, or the server is restarting.',
    },
    full: {
      title: 'The server is full',
      text: 'It has as many live connections as it takes, in all or from your network. This page keeps trying. Closing other tabs may help.',
    },
    failed: {
      title: 'The server could not answer',
      text: (detail: string) => `It says: ${detail} Try again in a moment.`,
    },
    /** Where the server gave no reason. */
    answered: (status: string) => `The server answered ${status}.`,
    waitAMinute: 'Wait a minute, then try again.',
    tryAfter: (time: string) => `Try again after ${time}.`,
  },
};
