#!/usr/bin/env node
/**
 * A rule of tsgolint that Oxlint does not offer yet: no object literal where an instance of a class is expected, since it would lack
 * the methods of the class. Oxlint starts this file in place of tsgolint. It asks for the rule as well, in tsgolint's own protocol,
 * so that the types of the whole project are computed once; what it finds goes into a file, since Oxlint does not know the rule.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { json } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { ROOT } from '../lib/project.mjs';

const FILE = fileURLToPath(import.meta.url);
const RULE = 'no-unsafe-class-instance-assignment';
/** Nest declares these options as a class, and expects a literal. */
const EXCEPT = 'class `NestApplicationContextOptions`';
/** tsgolint reports a fault in a message of this type. */
const DIAGNOSTIC = 1;
/** A file that exists only in the request, to show that the rule holds. */
const PROOF = join(ROOT, 'libs/instance-proof.ts');
const REFUSED = 'class Instance {\n  value = 1;\n}\nexport const instance: Instance = { value: 1 };\n';

/** For an Oxlint that reports what it finds into the file. */
export function environmentFor(results) {
  return { OXLINT_TSGOLINT_PATH: FILE, INSTANCE_RESULTS: results };
}

/** @returns {string} a line for each fault; empty when there is none and the rule is shown to hold */
export function instanceFaults(results) {
  const found = JSON.parse(readFileSync(results, 'utf8'));
  const isProof = ({ file_path: path }) => path === PROOF;
  if (!found.some(isProof)) return `${RULE} is not held`;
  return found
    .filter((fault) => !isProof(fault) && !fault.message.description.includes(EXCEPT))
    .map(
      ({ file_path: path, range, message }) =>
        `${relative(ROOT, path)} at ${range.pos}: ${message.description}`,
    )
    .join('\n');
}

async function standInForTsgolint(results) {
  const request = await json(process.stdin);
  const asked = request.configs.map((config) => ({ ...config, rules: [...config.rules, { name: RULE }] }));
  request.configs = [...asked, { file_paths: [PROOF], rules: [{ name: RULE }] }];
  request.source_overrides = { ...request.source_overrides, [PROOF]: REFUSED };
  const child = spawn(tsgolint(), process.argv.slice(2), { stdio: ['pipe', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  child.stdin.end(JSON.stringify(request));
  const found = [];
  for (const { frame, type, payload } of frames(Buffer.concat(await child.stdout.toArray()))) {
    const message = type === DIAGNOSTIC ? JSON.parse(payload) : {};
    if (message.rule === RULE) found.push(message);
    else process.stdout.write(frame);
  }
  writeFileSync(results, JSON.stringify(found));
  [process.exitCode = 1] = await exit;
}

function tsgolint() {
  const require = createRequire(createRequire(import.meta.url).resolve('oxlint-tsgolint/package.json'));
  return require.resolve(`@oxlint-tsgolint/${process.platform}-${process.arch}/tsgolint`);
}

/** The answer is frames: the length of the payload (four octets, little-endian), the type (one), and the payload in JSON. */
function* frames(answer) {
  for (let start = 0; start < answer.length;) {
    const end = start + 5 + answer.readUInt32LE(start);
    yield {
      frame: answer.subarray(start, end),
      type: answer[start + 4],
      payload: answer.toString('utf8', start + 5, end),
    };
    start = end;
  }
}

if (process.argv[1] === FILE) await standInForTsgolint(process.env.INSTANCE_RESULTS);
