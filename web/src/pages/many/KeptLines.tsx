import type { CheckError, ListColumn, Side } from '../../api/types';
import { useErrorWords } from '../../i18n/errors';
import { useWords } from '../../i18n/context';
import { Button } from '../../parts/Button';
import { Panel } from '../../parts/Panel';
import { State } from '../../parts/State';
import { useColumnName } from './column_names';
import { fieldToCorrect } from './field_to_correct';
import type { BatchPlanning, KeptLine } from './planning';
import { ScrollBox } from '../../parts/ScrollBox';

function SideMark({ side, errors }: { side: Side; errors: readonly CheckError[] }) {
  const { t } = useWords();
  const words = useErrorWords();
  const error = errors.find((one) => one.side === side);
  if (!error) return <State tone="ok">{t('check.signed_in')}</State>;
  return (
    <State tone="failed" loud>
      {words(error).cause}
    </State>
  );
}

/** Refused lines: which side, why, and the one field to correct. */
export function KeptLines({ planning }: { planning: BatchPlanning }) {
  const { t } = useWords();
  const { kept } = planning;
  return (
    <Panel
      title={t('kept.title')}
      footer={
        <>
          <Button
            look="primary"
            icon="retry"
            busy={planning.isStarting}
            onPress={planning.checkAgain}
          >
            {t('kept.again', { count: kept.length })}
          </Button>
          <Button look="quiet" icon="edit" onPress={planning.backToList}>
            {t('kept.as_list')}
          </Button>
          <span className="reason grow">{t('kept.lead')}</span>
        </>
      }
    >
      <ScrollBox label={t('kept.title')}>
        <table aria-label={t('kept.title')}>
          <thead>
            <tr>
              <th scope="col" className="num">
                {t('column.line')}
              </th>
              <th scope="col">{t('column.account')}</th>
              <th scope="col">{t('side.source')}</th>
              <th scope="col">{t('side.target')}</th>
              <th scope="col">{t('kept.correct')}</th>
              <th scope="col">
                <span className="sr">{t('column.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {kept.map((line) => (
              <KeptRow key={line.line} line={line} planning={planning} />
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Panel>
  );
}

function KeptRow({ line, planning }: { line: KeptLine; planning: BatchPlanning }) {
  const { t } = useWords();
  const [error] = line.errors;
  return (
    <tr>
      <td className="line">{line.line}</td>
      <td>
        <b>{line.name}</b>
        <span className="sub">{error?.code}</span>
      </td>
      <td>
        <SideMark side="source" errors={line.errors} />
      </td>
      <td>
        <SideMark side="target" errors={line.errors} />
      </td>
      <td className="bad">
        {error && (
          <Correction
            line={line}
            error={error}
            columns={planning.columns}
            valueOf={(field) => planning.valueOf(line, field)}
            onChange={(field, value) => planning.editKept(line.line, field, value)}
          />
        )}
      </td>
      <td className="num">
        <Button
          small
          look="quiet"
          icon="trash"
          label={t('kept.remove', { line: String(line.line) })}
          onPress={() => planning.removeKept(line.line)}
        />
      </td>
    </tr>
  );
}

interface CorrectionProps {
  line: KeptLine;
  error: CheckError;
  columns: readonly ListColumn[];
  valueOf: (field: number) => string;
  onChange: (field: number, value: string) => void;
}

function Correction({ line, error, columns, valueOf, onChange }: CorrectionProps) {
  const { t } = useWords();
  const nameOf = useColumnName();
  const { sentence, hint } = useErrorWords()(error);
  const field = fieldToCorrect(error, columns);
  const column = field === null ? undefined : columns[field];
  const id = `kept-${line.line}`;
  return (
    <>
      {field !== null && column && (
        <input
          type={column.secret ? 'password' : 'text'}
          autoComplete="off"
          spellCheck={false}
          aria-label={t('formal.field', { line: String(line.line), name: nameOf(column) })}
          aria-describedby={id}
          aria-invalid
          value={valueOf(field)}
          onChange={(event) => onChange(field, event.target.value)}
        />
      )}
      <span className="err" id={id}>
        <b>{column ? nameOf(column) : t(`side.${error.side}`)}.</b> {sentence} {hint}
        {error.server_said && ` ${t('check.server_said', { words: error.server_said })}`}
      </span>
    </>
  );
}
