import { Command, type ParseOptionsResult } from 'commander';

/** A command whose long options may be written with one dash as well, as Go programs write them: `-mx`. */
export class GoStyleCommand extends Command {
  override parseOptions(args: string[]): ParseOptionsResult {
    return super.parseOptions(this.withTwoDashes(args));
  }

  /** What follows `--` is no option. */
  withTwoDashes(args: readonly string[]): string[] {
    const known = new Set(['help', ...this.options.map(({ long }) => long?.slice(2))]);
    const end = args.includes('--') ? args.indexOf('--') : args.length;
    return args.map((arg, index) => {
      const name = /^-([a-z][a-z-]+)(?:=|$)/.exec(arg)?.[1];
      return index < end && known.has(name) ? `-${arg}` : arg;
    });
  }
}
