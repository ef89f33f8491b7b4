/** docs/faq.md and docs/glossary.md, made from the same words as the help page. */
import { faq } from './english/help/faq.js';
import { glossary } from './english/help/glossary.js';
import { alphabetical } from './alphabetical.js';
import { wrapped } from './fix-document.js';

export function helpDocuments(): ReadonlyMap<string, string> {
  const questions = faq.map(
    ({ question, answer }) => `## ${question}\n\n${answer.map(wrapped).join('\n\n')}\n`,
  );
  const terms = alphabetical(glossary, 'en').map(({ term, meaning }) => wrapped(`**${term}**: ${meaning}`));
  return new Map([
    ['faq.md', `# Questions\n\n${questions.join('\n')}`],
    ['glossary.md', `# Glossary\n\n${terms.join('\n\n')}\n`],
  ]);
}
