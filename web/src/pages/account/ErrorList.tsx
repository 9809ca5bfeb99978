import type { MigrationError } from '../../api/types';
import { useErrorWords } from '../../i18n/errors';
import { useWords } from '../../i18n/context';
import { Icon } from '../../parts/Icon';
import { Panel } from '../../parts/Panel';

interface ErrorListProps {
  errors: readonly MigrationError[];
  total: number;
}

export function ErrorList({ errors, total }: ErrorListProps) {
  const { t } = useWords();
  const words = useErrorWords();
  const count = errors.reduce((sum, error) => sum + error.count, 0);
  if (errors.length === 0) return null;
  return (
    <Panel
      title={t('errors.title')}
      aside={<span className="small muted">{t('errors.count', { count, total })}</span>}
    >
      <ul className="todo">
        {errors.map((error) => {
          const { sentence, hint } = words(error);
          return (
            <li key={`${error.folder ?? ''} ${error.code}`} className="st-attention">
              <Icon name="attention" />
              <div>
                <h3>{sentence}</h3>
                <p className="small muted">
                  {error.folder &&
                    `${error.folder}, ${t('errors.messages', { count: error.count })}. `}
                  {hint}
                </p>
                {error.server_said && (
                  <p className="small mono">
                    {t('check.server_said', { words: error.server_said })}
                  </p>
                )}
                <p className="xs muted">{error.code}</p>
              </div>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
