/** docs/fix/*.md, made from the guides. */
import { type FixGuide, type FixStep, type FixSystem, FIX_SYSTEMS, fillIn } from './fix-guide.js';
import { FIXES } from './english/fixes/index.js';
import { reader } from './english/page/reader.js';
import { FIX_TOPICS } from './language.js';

const EXAMPLE = {
  valid: 'TOKEN.do.dane.example.org',
  broken: 'TOKEN.wrong.dane.example.org',
  token: 'TOKEN',
};

export function fixDocument({ name, about, topics }: FixGuide): string {
  const sections = FIX_TOPICS.map(
    (topic) => `## ${reader.help.headings[topic]}\n\n${topics[topic].map(stepText).join('\n\n')}\n`,
  );
  return `# ${name}\n\n${wrapped(about)}\n\n${sections.join('\n')}`;
}

/** docs/fix/README.md */
export function fixIndex(): string {
  const rows = FIX_SYSTEMS.map((system) => `- [${FIXES[system].name}](${system}.md)`).join('\n');
  return `# Fix your mail system\n\n${wrapped(`${reader.help.fixLead} \`TOKEN\` and the host names are those of your check; its result page shows the same steps with the real names.`)}\n\n${rows}\n`;
}

export function fixDocuments(): ReadonlyMap<string, string> {
  const pages = FIX_SYSTEMS.map((system: FixSystem) => [`${system}.md`, fixDocument(FIXES[system])] as const);
  return new Map([['README.md', fixIndex()], ...pages]);
}

function stepText({ text, code }: FixStep): string {
  return code === undefined ? wrapped(text) : `${wrapped(text)}\n\n\`\`\`\n${fillIn(code, EXAMPLE)}\n\`\`\``;
}

/** Lines of at most 120 characters. */
export function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + word.length + 1 > 118) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.join('\n');
}
