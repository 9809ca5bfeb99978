import type { ActionResult, Migration } from '../api/types';
import { accountOf } from './actions';

/** Those that an action left as they were, with the reason the service gave. */
export function refusalLines(result: ActionResult, rows: readonly Migration[]): string[] {
  const names = new Map(rows.map((row) => [row.id, accountOf(row)]));
  return result.refused.map(
    ({ id, problem }) => `${names.get(id) ?? id}: ${problem.detail ?? problem.title}`,
  );
}
