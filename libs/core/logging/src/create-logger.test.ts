import { describe, expect, it } from 'vitest';

import { createLogger, type Logger } from './create-logger.js';
import { NestLogger } from './nest-logger.js';

function capture(level: 'debug' | 'info' | 'silent' = 'info'): {
  logger: Logger;
  records: Record<string, unknown>[];
} {
  const records: Record<string, unknown>[] = [];
  const write = (line: string): void => {
    records.push(JSON.parse(line) as Record<string, unknown>);
  };
  return { logger: createLogger({ level, pretty: false }, 'smtp', { write }), records };
}

describe('createLogger', () => {
  it('writes the level as a word, the time in ISO form, the context and the fields', () => {
    const { logger, records } = capture();
    logger.info({ address: '127.0.0.1', port: 2525 }, 'listening');
    expect(records).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
        context: 'smtp',
        address: '127.0.0.1',
        port: 2525,
        msg: 'listening',
      },
    ]);
  });

  it('leaves out what is below its level', () => {
    const { logger, records } = capture('silent');
    logger.fatal('nobody hears this');
    expect(records).toEqual([]);
  });
});

describe('createLogger, given what strangers wrote', () => {
  const EVIL = 'mx\u202e\u001b[2J\u200b\u2028\u{e0041}\ud800';
  const SHOWN = 'mx\\u{202e}\\u{1b}[2J\\u{200b}\\u{2028}\\u{e0041}\\u{d800}';

  it('makes it harmless in every field, name, error and message', () => {
    const lines: string[] = [];
    const write = (line: string): void => void lines.push(line);
    const logger = createLogger({ level: 'info', pretty: false }, 'smtp', { write });
    logger.child({ bound: EVIL }).info({ name: EVIL, deep: { [EVIL]: [EVIL] }, err: new Error(EVIL) }, EVIL);
    expect(lines.join('')).toMatch(/^[\x20-\x7e]*\n$/);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      bound: SHOWN,
      name: SHOWN,
      deep: { [SHOWN]: [SHOWN] },
      err: { message: SHOWN },
      msg: SHOWN,
    });
  });

  it('leaves the lines of a stack', () => {
    const { logger, records } = capture();
    const err = new Error('it broke');
    logger.error({ err });
    expect(records).toMatchObject([{ err: { stack: err.stack } }]);
  });
});

describe('NestLogger', () => {
  it('puts the class that logs beside the message', () => {
    const { logger, records } = capture('debug');
    new NestLogger(logger).log('Mapped {/healthz, GET} route', 'RouterExplorer');
    expect(records).toMatchObject([
      { level: 'debug', source: 'RouterExplorer', msg: 'Mapped {/healthz, GET} route' },
    ]);
  });

  it('takes an error given as message', () => {
    const { logger, records } = capture();
    new NestLogger(logger).error(new Error('it broke'), 'ExceptionsHandler');
    expect(records).toMatchObject([
      { level: 'error', msg: 'it broke', source: 'ExceptionsHandler', err: { message: 'it broke' } },
    ]);
  });

  it('takes a stack given beside the message', () => {
    const { logger, records } = capture();
    const stack = 'Error: it broke\n    at main (main.js:1:1)';
    new NestLogger(logger).error('it broke', stack, 'ExceptionsHandler');
    expect(records).toMatchObject([{ msg: 'it broke', source: 'ExceptionsHandler', err: { stack } }]);
  });

  it('takes a stack without a class', () => {
    const { logger, records } = capture();
    const stack = 'Error: it broke\n    at main (main.js:1:1)';
    new NestLogger(logger).error('it broke', stack);
    expect(records[0]).toMatchObject({ err: { stack } });
    expect(records[0]).not.toHaveProperty('source');
  });

  it('takes an object as message', () => {
    const { logger, records } = capture();
    new NestLogger(logger).warn({ a: 1 });
    expect(records).toMatchObject([{ level: 'warn', details: { a: 1 } }]);
  });
});
