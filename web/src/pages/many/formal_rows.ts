import type { ListRow } from '../../api/types';

/** What has to be corrected; doubts may stay. */
export function errorsOf(row: ListRow) {
  return row.problems.filter(({ severity }) => severity === 'error');
}
