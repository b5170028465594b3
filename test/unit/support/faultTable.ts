import { type CellRun, steps } from './faultCells';
import { letterOf } from './faultTruths';
import { type Fault, allFaults } from './faultyPortal';

const legend = [
  'Each cell: without a PO number / with one (once where both are the same).',
  'P placed, R refused, N not sent, U unknown; after an arrow what looking for it made of U:',
  'P found, U not found so far, U* still unknown with its number among the possible ones.',
  'Where the fault comes over the looking, first what came of that, then without the fault. ! differs from what is right.',
];

/** What came of each cell, a row for each fault. @param failed Whether a cell is not as it should be. */
export function faultTable(runs: readonly CellRun[], failed: (run: CellRun) => boolean): string {
  const textOf = (fault: Fault, step: string) => {
    const texts = runs
      .filter(({ cell }) => cell.fault === fault && cell.step === step)
      .map((run) => `${lifeOf(run)}${failed(run) ? '!' : ''}`);
    return [...new Set(texts)].join(' / ');
  };
  const rows = [
    ['', ...steps],
    ...allFaults.map((fault) => [fault, ...steps.map((step) => textOf(fault, step))]),
  ];
  const widths = ['', ...steps].map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, '', ...legend].join('\n');
}

/** The outcome, then, where it is unknown, what is known after a look under the fault and after the last one. */
function lifeOf(run: CellRun): string {
  const { ended, moments } = run;
  const looks = moments.filter(
    ({ when }, index) => when.endsWith('under the fault') || index === moments.length - 1,
  );
  const later = ended.outcome.kind === 'unknown' ? looks.map(({ entries }) => known(entries)) : [];
  return [letterOf(run), ...later].join('→');
}

function known([entry]: CellRun['moments'][number]['entries']): string {
  const isPossible = (entry?.looks.at(-1)?.possible.length ?? 0) > 0;
  return entry?.current.state === 'placed' ? 'P' : isPossible ? 'U*' : 'U';
}
