import type { RolloverReport } from '#rollover';

import { printable } from '../../printable.js';
import type { Style } from '../../probe/report/style.js';
import { stepLine } from './step-line.js';

/** Of one step; this instance has twenty records. */
const SHOWN = 6;

/** What a run did, step by step; the one that is not over yet has the sign that it has among those still to come. */
export function formatDone({ done, step: at }: RolloverReport, style: Style): string[] {
  if (done.length === 0) return [];
  const steps = [...new Set(done.map(({ step }) => step))];
  const lines = steps.flatMap((step) => {
    const texts = shortened(done.filter((event) => event.step === step).map(({ text }) => text));
    return texts.flatMap((text, index) =>
      index === 0
        ? stepLine(step === at ? style.warning('→') : style.good('✓'), step, printable(text), style)
        : stepLine(' ', '', printable(text), style),
    );
  });
  return [style.strong('Done now'), ...lines];
}

function shortened(texts: readonly string[]): readonly string[] {
  if (texts.length <= SHOWN) return texts;
  // The news among them: what was there already comes first and says least.
  const news = texts.filter((text) => !text.endsWith(' already'));
  const shown = (news.length > 0 ? news : texts).slice(0, SHOWN - 1);
  return [...shown, `and ${texts.length - shown.length} more, which --json lists`];
}
