/** docs/faq.md and docs/glossary.md, made from the same words as the help page. */
import { FAQ } from './english/help/faq.js';
import { GLOSSARY } from './english/help/glossary.js';
import { wrapped } from './fix-document.js';

export function helpDocuments(): ReadonlyMap<string, string> {
  const questions = FAQ.map(
    ({ question, answer }) => `## ${question}\n\n${answer.map(wrapped).join('\n\n')}\n`,
  );
  const terms = GLOSSARY.map(({ term, meaning }) => wrapped(`**${term}**: ${meaning}`));
  return new Map([
    ['faq.md', `# Questions\n\n${questions.join('\n')}`],
    ['glossary.md', `# Glossary\n\n${terms.join('\n\n')}\n`],
  ]);
}
