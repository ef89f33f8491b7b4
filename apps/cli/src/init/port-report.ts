/** What listens on the ports that the appliance needs, and what to do about it. */
import type { Answers } from './env-plan.js';
import type { Listener } from './machine.js';

/** Of the appliance itself, when it runs already. */
const OWN_PROGRAMS = ['node', 'caddy', 'knotd', 'docker-proxy'];

/** With bridge networking, so that any other program on the port is not the appliance: `npm start` is Node. */
const API_PROGRAM = 'docker-proxy';

export function neededPorts({ dns, web }: Pick<Answers, 'dns' | 'web'>): readonly number[] {
  return [25, ...(dns === 'own' ? [53] : []), ...(web === 'caddy' ? [80, 443] : [])];
}

/**
 * One line for each port that another program has.
 *
 * @param apiPort where the appliance offers the API to web servers of this machine
 */
export function portProblems(
  answers: Answers,
  listening: readonly Listener[],
  apiPort: number,
): readonly string[] {
  const published = [answers.ipv4, answers.ipv6];
  const inTheWay = listening.filter(({ address, port, program = '' }) =>
    port === apiPort
      ? ['127.0.0.1', ...EVERYWHERE].includes(address) && program !== API_PROGRAM
      : neededPorts(answers).includes(port) &&
        (port !== 53 || [...EVERYWHERE, ...published].includes(address)) &&
        !address.startsWith('127.') &&
        address !== '::1' &&
        !OWN_PROGRAMS.includes(program),
  );
  const ports = [...new Set(inTheWay.map(({ port }) => port))].toSorted((a, b) => a - b);
  return ports.map((port) => {
    const programs = new Set(inTheWay.filter((one) => one.port === port).map(({ program }) => program));
    const names = [...programs].map((name) => name ?? 'a program that this user may not see').join(', ');
    return `Port ${port} is taken by ${names}. ${programs.has(undefined) ? 'HaveDane itself, if it runs already? Otherwise: ' : ''}${port === apiPort ? OTHER_API_PORT : remedy(port)}`;
  });
}

const EVERYWHERE = ['0.0.0.0', '::'];

const OTHER_API_PORT =
  'Stop that program (`npm start` of HaveDane uses this port, too), or name another port as API_PORT in .env.';

function remedy(port: number): string {
  switch (port) {
    case 25:
      return 'Stop that mail server, or bind it to other addresses and name the one of HaveDane in SMTP_HOST.';
    case 53:
      return 'Stop that name server, or bind it to other addresses.';
    default:
      return 'If it is a web server that stays, run this again with --web nginx, traefik, apache or other-caddy.';
  }
}
