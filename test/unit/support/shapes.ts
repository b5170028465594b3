import type { SandboxShape } from '../../../src/sandbox/server';

/** Every way in which the sandbox can dress its replies. */
export const allShapes: readonly SandboxShape[] = (['lists', 'nested', 'renamed'] as const).flatMap(
  (containers) =>
    (['text', 'number'] as const).flatMap((ids) =>
      (['envelope', 'array', 'totals'] as const).flatMap((pages) =>
        (['told', 'untold'] as const).map((details) => ({ containers, ids, pages, details })),
      ),
    ),
);

export function nameOf({ containers, ids, pages, details }: SandboxShape): string {
  return `${containers}, ids as ${ids}, pages as ${pages}, details ${details}`;
}
