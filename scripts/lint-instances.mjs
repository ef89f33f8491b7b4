/** `npm run lint:instances`: the one rule of ESLint that needs types, shown first to refuse what it has to. */
import { ESLint } from 'eslint';

import { Failure, main } from './lib/project.mjs';
import { say } from './lib/steps.mjs';

const RULE = '@typescript-eslint/no-unsafe-class-instance-assignment';
/** Any file that TypeScript knows. */
const FILE = 'certs/generate.ts';
const REFUSED = 'class Instance {\n  value = 1;\n}\nexport const instance: Instance = { value: 1 };';

await main(async () => {
  const eslint = new ESLint({ overrideConfigFile: 'eslint.instances.config.mjs' });
  const [shown] = await eslint.lintText(REFUSED, { filePath: FILE });
  if (!shown.messages.some(({ ruleId }) => ruleId === RULE)) throw new Failure(`${RULE} is not held`);
  const results = await eslint.lintFiles('.');
  const { format } = await eslint.loadFormatter('stylish');
  const faults = (await format(results)).trim();
  if (faults !== '') say(faults);
  return faults === '' ? 0 : 1;
});
