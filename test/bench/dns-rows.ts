import { findProgram } from '../lab/programs.js';

import { measureAnswers } from './dns-answers.js';
import { median } from './statistics.js';

type Row = readonly [figure: string, value: string, note: string];

/** What the observer costs the name server, for the table. */
export async function dnsRows(directory: string): Promise<Row[]> {
  if (findProgram('knotd') === undefined) return [['DNS answers', '–', 'Knot DNS is not installed']];
  const { observed, alone, lost } = await measureAnswers(directory);
  const ratio = median(observed.map((rate, round) => rate / (alone[round] ?? Number.NaN)));
  return [
    ['DNS answers, observed', rate(observed), 'signed TLSA, tokens at random; name server on one core'],
    ['  without the observer', rate(alone), `same run; ${lost} queries in all got no answer`],
    ['  ratio', `${(ratio * 100).toFixed(0)} %`, `median of ${observed.length} pairs`],
  ];
}

function rate(perSecond: readonly number[]): string {
  return `${median(perSecond).toFixed(0)} /s`;
}
