import type { CheckError, CheckRow, Side } from '../../api/types';
import { useErrorWords } from '../../i18n/errors';
import { useWords } from '../../i18n/context';
import { Note } from '../../parts/Banner';

interface CheckNoteProps {
  side: Side;
  row: CheckRow | undefined;
}

/** What the credential check found on one side: cause, next step, the server's own words, the code. */
export function CheckNote({ side, row }: CheckNoteProps) {
  const { t } = useWords();
  if (!row || row.state === 'waiting') return null;
  if (row.state === 'running')
    return <Note tone="running" icon="checking" title={t(`check.${side}_running`)} />;
  const errors = row.errors.filter((error) => error.side === side);
  if (errors.length === 0) return <Note tone="ok" title={t(`check.${side}_ok`)} />;
  return errors.map((error) => <ErrorNote key={error.code} side={side} error={error} />);
}

function ErrorNote({ side, error }: { side: Side; error: CheckError }) {
  const { t } = useWords();
  const { cause, sentence, hint } = useErrorWords()(error);
  return (
    <Note tone="failed" title={t(`check.${side}_failed`, { cause })}>
      <p>
        {sentence} {hint}
      </p>
      {error.server_said && (
        <p className="mono">{t('check.server_said', { words: error.server_said })}</p>
      )}
      <p className="xs muted">
        {error.code} · {t('check.no_credit')}
      </p>
    </Note>
  );
}
