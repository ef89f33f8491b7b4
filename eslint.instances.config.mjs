/** All rules of ESLint, with the one that needs types and that Oxlint lacks: slow, and therefore not a part of `npm run lint`. */
import { defineConfig } from 'eslint/config';

import rules from './eslint.config.mjs';

export default defineConfig(rules, {
  files: ['**/*.{ts,tsx}'],
  languageOptions: {
    parserOptions: {
      project: ['tsconfig.json', 'apps/web/tsconfig.json'],
      tsconfigRootDir: import.meta.dirname,
    },
  },
  linterOptions: { reportUnusedDisableDirectives: 'error' },
  rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'error' },
});
