/**
 * A rule of tsgolint that Oxlint does not offer yet, asked for in tsgolint's own protocol: no object literal where an instance
 * of a class is expected, since it would lack the methods of the class.
 */
import { spawn } from 'node:child_process';
import { join, relative } from 'node:path';

import { run } from '../lib/run.mjs';

const RULE = 'no-unsafe-class-instance-assignment';
/** Nest declares these options as a class, and expects a literal. */
const EXCEPT = 'class `NestApplicationContextOptions`';
/** tsgolint says a fault in a message of this type; its other messages are of no use here. */
const DIAGNOSTIC = 1;
/** A file that exists only in the request, to show that the rule holds. */
const PROOF = 'libs/instance-proof.ts';
const REFUSED = 'class Instance {\n  value = 1;\n}\nexport const instance: Instance = { value: 1 };\n';

/** @returns {Promise<string>} a line for each fault; empty when there is none and the rule is shown to hold */
export async function lintInstances(root) {
  const { output } = await run(['git', 'ls-files', '*.ts', '*.tsx'], { cwd: root });
  const paths = [...output.trim().split('\n'), PROOF].map((path) => join(root, path));
  const faults = (await diagnose(root, paths)).filter(({ message }) => !message.description.includes(EXCEPT));
  const isProof = ({ file_path: path, rule }) => rule === RULE && path === join(root, PROOF);
  if (!faults.some(isProof)) return `${RULE} is not held`;
  return faults
    .filter((fault) => !isProof(fault))
    .map(
      ({ file_path: path, range, message }) =>
        `${relative(root, path)} at ${range.pos}: ${message.description}`,
    )
    .join('\n');
}

async function diagnose(root, paths) {
  const request = {
    version: 2,
    configs: [{ file_paths: paths, rules: [{ name: RULE }] }],
    source_overrides: { [join(root, PROOF)]: REFUSED },
  };
  const tsgolint = join(root, 'node_modules/oxlint-tsgolint/bin/tsgolint.js');
  const child = spawn(process.execPath, [tsgolint, 'headless'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(request));
  return diagnostics(Buffer.concat(await child.stdout.toArray()));
}

/** The answer is frames: the length of the payload (four octets, little-endian), the type (one), and the payload in JSON. */
function diagnostics(answer) {
  const found = [];
  for (let start = 0; start < answer.length;) {
    const end = start + 5 + answer.readUInt32LE(start);
    if (answer[start + 4] === DIAGNOSTIC) found.push(JSON.parse(answer.toString('utf8', start + 5, end)));
    start = end;
  }
  return found;
}
