/** For each rule of .oxlintrc.json, code that it has to refuse. */

const lines = (count) => Array.from({ length: count }, (_, index) => `  use(${index});`).join('\n');

/** Of every file in TypeScript. */
const TYPESCRIPT = {
  'no-var': 'export var x = 1;',
  'prefer-rest-params': 'export function f(): number {\n  return arguments[0];\n}',
  'prefer-spread': 'declare const list: number[];\nexport const x = Math.max.apply(Math, list);',
  'await-thenable': 'await 1;\nexport {};',
  'ban-ts-comment': '// @ts-ignore\nexport const x = 1;',
  'no-array-constructor': 'export const x = new Array(1, 2);',
  'no-array-delete': 'declare const list: number[];\ndelete list[0];\nexport {};',
  'no-base-to-string': 'export const x = String({});',
  'no-deprecated': '/** @deprecated */\nfunction old(): void {}\nold();\nexport {};',
  'no-duplicate-enum-values': 'export enum E {\n  A = 1,\n  B = 1,\n}',
  'no-duplicate-type-constituents': "export type T = 'a' | 'a';",
  'no-dynamic-delete':
    'declare const o: Record<string, number>;\ndeclare const k: string;\ndelete o[k];\nexport {};',
  'no-empty-object-type': 'export type T = {};',
  'no-explicit-any': 'export const x: any = 1;',
  'no-extra-non-null-assertion': 'declare const o: { a: number } | null;\nexport const x = o!!.a;',
  'no-extraneous-class': 'export class C {\n  static x = 1;\n}',
  'no-floating-promises': 'Promise.resolve(1);\nexport {};',
  'no-for-in-array':
    'declare const list: number[];\nfor (const i in list) use(i);\ndeclare function use(i: string): void;\nexport {};',
  'no-generated-empty-object-type': "export type T = Omit<{ a: number }, 'a'>;",
  'no-implied-eval': "setTimeout('x()', 1);\nexport {};",
  'no-invalid-void-type': 'export type T = { a: void };',
  'no-meaningless-void-operator': 'declare function f(): void;\nvoid f();\nexport {};',
  'no-misused-new': 'export interface I {\n  new (): I;\n}',
  'no-misused-promises':
    'declare const p: Promise<boolean>;\nif (p) use();\ndeclare function use(): void;\nexport {};',
  'no-misused-spread': 'declare const p: Promise<number>;\nexport const x = { ...p };',
  'no-mixed-enums': "export enum E {\n  A = 1,\n  B = 'b',\n}",
  'no-namespace': 'export namespace N {\n  export const x = 1;\n}',
  'no-non-null-asserted-nullish-coalescing':
    'declare function f(): number | null;\nexport const x = f()! ?? 1;',
  'no-non-null-asserted-optional-chain': 'declare const o: { a: number } | null;\nexport const x = o?.a!;',
  'no-non-null-assertion': 'declare const o: number | null;\nexport const x = o!;',
  'no-redundant-type-constituents': 'export type T = unknown | string;',
  'no-require-imports': "import fs = require('node:fs');\nexport { fs };",
  'no-this-alias': 'export class C {\n  m(): C {\n    const self = this;\n    return self;\n  }\n}',
  'no-unnecessary-boolean-literal-compare': 'declare const b: boolean;\nexport const x = b === true ? 1 : 2;',
  'no-unnecessary-condition': 'declare const o: { a: number };\nexport const x = o ? 1 : 2;',
  'no-unnecessary-template-expression': "export const x = `${'a'}b`;",
  'no-unnecessary-type-arguments': 'declare function f<T = string>(): T;\nexport const x = f<string>();',
  'no-unnecessary-type-assertion': 'declare const s: string;\nexport const x = s as string;',
  'no-unnecessary-type-constraint': 'export type T<U extends unknown> = U[];',
  'no-unnecessary-type-conversion': 'declare const s: string;\nexport const x = String(s);',
  'no-unnecessary-type-parameters':
    'export function f<T>(x: T): void {\n  use(x);\n}\ndeclare function use(x: unknown): void;',
  'no-unsafe-argument': 'declare const a: any;\ndeclare function f(x: string): void;\nf(a);\nexport {};',
  'no-unsafe-assignment': 'declare const a: any;\nexport const x: string = a;',
  'no-unsafe-call': 'declare const a: any;\na();\nexport {};',
  'no-unsafe-declaration-merging': 'export interface C {\n  a: number;\n}\nexport class C {\n  b = 1;\n}',
  'no-unsafe-enum-assignment': 'enum E {\n  A,\n  B,\n}\nexport let e: E = E.A;\ne = 1;',
  'no-unsafe-enum-comparison': 'enum E {\n  A,\n  B,\n}\ndeclare const e: E;\nexport const x = e === 1;',
  'no-unsafe-function-type': 'export type T = Function;',
  'no-unsafe-member-access': 'declare const a: any;\na.b.c;\nexport {};',
  'no-unsafe-return': 'declare const a: any;\nexport function f(): string {\n  return a;\n}',
  'no-unsafe-unary-minus': 'declare const s: string;\nexport const x = -s;',
  'no-unused-expressions': 'declare const a: number;\na + 1;\nexport {};',
  'no-unused-vars': 'const unused = 1;\nexport {};',
  'no-useless-constructor': 'export class C {\n  a = 1;\n  constructor() {}\n}',
  'no-useless-default-assignment': 'export const f = ({ a = 1 }: { a: number }): number => a;',
  'no-wrapper-object-types': 'export type T = String;',
  'only-throw-error': "throw 'text';",
  'prefer-as-const': "export const x = 'a' as 'a';",
  'prefer-literal-enum-member': 'declare const n: number;\nexport enum E {\n  A = n,\n}',
  'prefer-namespace-keyword': 'export declare module N {\n  const x: number;\n}',
  'prefer-promise-reject-errors': "export const x = Promise.reject('text');",
  'prefer-reduce-type-parameter':
    'declare const list: string[];\nexport const x = list.reduce((all, one) => ({ ...all, [one]: 1 }), {} as Record<string, number>);',
  'prefer-return-this-type': 'export class C {\n  a = 1;\n  m(): C {\n    return this;\n  }\n}',
  'related-getter-setter-pairs':
    'export interface I {\n  get value(): string;\n  set value(value: number);\n}',
  'restrict-plus-operands': 'declare const a: number;\ndeclare const s: string;\nexport const x = a + s;',
  'restrict-template-expressions': 'declare const o: { a: number };\nexport const x = `${o}`;',
  'return-await':
    'declare function f(): Promise<number>;\nexport async function g(): Promise<number> {\n  try {\n    return f();\n  } catch {\n    return 1;\n  }\n}',
  'triple-slash-reference': '/// <reference path="./other.ts" />\nexport {};',
  'unbound-method':
    'class C {\n  a = 1;\n  m(): number {\n    return this.a;\n  }\n}\nexport const { m } = new C();',
  'unified-signatures':
    'export declare function f(x: number): void;\nexport declare function f(x: string): void;',
  'use-unknown-in-catch-callback-variable':
    'declare const p: Promise<void>;\np.catch((error: Error) => use(error));\ndeclare function use(x: unknown): void;\nexport {};',
  'switch-exhaustiveness-check':
    "export function f(x: 'a' | 'b'): number {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}",
};

/** Of scripts as well. */
const EVERYWHERE = {
  eqeqeq: 'export const f = (a: number, b: number): boolean => a == b;',
  'no-console': 'console.log(1);\nexport {};',
  'no-template-curly-in-string': "export const x = '${a}';",
  'no-unreachable-loop':
    'declare const list: number[];\nexport function f(): number {\n  for (const x of list) return x;\n  return 0;\n}',
  'no-useless-rename': "import { join as join } from 'node:path';\nexport { join };",
  'object-shorthand': 'declare const a: number;\nexport const x = { a: a };',
  'prefer-const': 'let a = 1;\nexport { a };',
  'max-lines': `export function f(): void {}\ndeclare function use(n: number): void;\n${lines(201)}`,
  'max-lines-per-function': `declare function use(n: number): void;\nexport function f(): void {\n${lines(51)}\n}`,
  complexity: `export function f(n: number): number {\n${Array.from({ length: 21 }, (_, i) => `  if (n === ${i}) return ${i * 2};`).join('\n')}\n  return 0;\n}`,
  'max-depth':
    'declare const a: number;\nexport function f(): void {\n  if (a > 1) {\n    if (a > 2) {\n      if (a > 3) {\n        if (a > 4) throw new Error();\n      }\n    }\n  }\n}',
};

export const RULE_CASES = { ...TYPESCRIPT, ...EVERYWHERE };
