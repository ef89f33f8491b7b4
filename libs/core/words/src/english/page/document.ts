/** What a document says before its script runs: its head, its frame, and how to do without the script. `code` is HTML there. */
export const document = {
  skip: 'Skip to content',
  pages: 'Pages',
  testSending: 'Test sending',
  testReceiving: 'Test receiving',
  scenarios: 'Scenarios',
  help: 'Help',
  language: 'Language',
  footer: 'HaveDane tests how mail servers send and receive against',
  about: 'About this instance',
  apiDocs: 'API documentation',
  sendingTab: 'does your mail server verify who it delivers to?',
  sendingTitle: 'Does your mail server verify who it delivers to?',
  sendingLead:
    "Send one message. You'll see, usually within seconds and with evidence, whether your server enforces DANE.",
  sendingDescription:
    'Send one message and watch, with evidence, whether your mail server enforces DANE (RFC 7672).',
  receivingTab: 'does your mail server receive securely?',
  receivingTitle: 'Does your mail server receive securely?',
  receivingDescription:
    'Enter a mail domain and see, step by step, whether its mail servers are what DNSSEC and DANE (RFC 7672) promise to senders.',
  sendingWithoutScript:
    'This page shows results live and needs JavaScript for that. The same check works without it, from a terminal: replace <code>https://HOST</code> by the address of this page.',
  startCheck: 'Start a check; the answer holds its token and the addresses to mail:',
  sendToAll: 'Send one message to all of the addresses, from the mail server that you want to test:',
  readVerdict: 'Read the verdict and every observation:',
  receivingWithoutScript:
    'This page shows results live and needs JavaScript for that. The same probe works without it, from a terminal: replace <code>https://HOST</code> by the address of this page, and <code>example.org</code> by the domain.',
  startProbe: 'Start a probe; the answer holds its id:',
  readProbe: 'Read the result, once its state is <code>done</code>:',
};
