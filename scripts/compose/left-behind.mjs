/**
 * What a Compose test left behind that was ended before it could remove it: its containers come back with the engine, and
 * hold the ports and networks that the next test needs.
 */
import { run } from '../lib/run.mjs';

const PREFIX = 'havedane-test-';
const PROJECT_LABEL = 'com.docker.compose.project';

/** @returns the name of the project of the test that runs in this process */
export const ownProject = () => `${PREFIX}${process.pid}`;

/** Leaves alone what belongs to a test that still runs. */
export async function removeLeftBehind() {
  for (const kind of ['container', 'network', 'volume']) {
    for (const { id, project } of await listed(kind)) {
      if (project !== ownProject() && !(await isRunning(project))) await remove(kind, id);
    }
  }
}

/** Containers, networks or volumes of such tests. */
async function listed(kind) {
  const id = kind === 'volume' ? '.Name' : '.ID';
  const format = `{{${id}}} {{.Label "${PROJECT_LABEL}"}}`;
  const all = kind === 'container' ? ['-a'] : [];
  const { output } = await run([
    'docker',
    kind,
    'ls',
    ...all,
    '--filter',
    `label=${PROJECT_LABEL}`,
    '--format',
    format,
  ]);
  return output
    .split('\n')
    .map((line) => line.split(' '))
    .filter(([, project]) => project?.startsWith(PREFIX))
    .map(([id, project]) => ({ id, project }));
}

async function isRunning(project) {
  const { output } = await run(['ps', '-o', 'args=', '-p', project.slice(PREFIX.length)]);
  return output.includes('test-compose');
}

function remove(kind, id) {
  return run(['docker', kind, 'rm', '--force', id]);
}
