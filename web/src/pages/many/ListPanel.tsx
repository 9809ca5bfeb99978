import { type ClipboardEvent, useMemo, useState } from 'react';
import { DropZone, type DropZoneProps, FileTrigger } from 'react-aria-components';
import type { Info, ListFormatId, Security } from '../../api/types';
import { useWords } from '../../i18n/context';
import { Button } from '../../parts/Button';
import { TextField } from '../../parts/Field';
import { Panel } from '../../parts/Panel';
import { type Choice, SelectField } from '../../parts/SelectField';
import type { ListState } from './list_state';
import { masked } from './list_text';
import type { SourceServer } from './source_server';

type DropEvent = Parameters<NonNullable<DropZoneProps['onDrop']>>[0];

interface ListPanelProps {
  info: Info;
  list: ListState;
  name: string;
  onName: (name: string) => void;
  server: SourceServer;
  onServer: (server: SourceServer) => void;
}

async function droppedText({ items }: DropEvent): Promise<string | null> {
  for (const item of items) {
    if (item.kind === 'file') return (await item.getFile()).text();
    if (item.kind === 'text' && item.types.has('text/plain')) return item.getText('text/plain');
  }
  return null;
}

/** Where the list is pasted, dropped or uploaded. Its passwords are hidden unless somebody edits the text. */
export function ListPanel(props: ListPanelProps) {
  const { list, name, onName } = props;
  const { t } = useWords();
  const [isOpen, setOpen] = useState(true);
  const secrets = (list.check?.columns ?? []).flatMap(({ secret }, index) =>
    secret ? [index] : [],
  );
  const isHidden = !isOpen && list.text !== '' && secrets.length > 0;
  const secretAt = secrets.join(' ');
  const hidden = useMemo(
    () => (isHidden ? masked(list.text, secretAt.split(' ').map(Number), list.usedDelimiter) : ''),
    [isHidden, list.text, secretAt, list.usedDelimiter],
  );

  const take = (text: string | null | undefined) => {
    if (text === null || text === undefined) return;
    list.setText(text);
    setOpen(false);
  };
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    if (list.text !== '') return;
    event.preventDefault();
    take(event.clipboardData.getData('text/plain'));
  };
  return (
    <Panel
      title={t('list.title')}
      aside={
        <>
          <FileTrigger
            acceptedFileTypes={['text/csv', 'text/plain', '.csv', '.txt']}
            onSelect={(files) => void files?.[0]?.text().then(take)}
          >
            <Button small icon="upload">
              {t('list.upload')}
            </Button>
          </FileTrigger>
          {list.text !== '' && (
            <Button small look="quiet" icon="eye" onPress={() => setOpen(isHidden)}>
              {isHidden ? t('list.show') : t('list.hide')}
            </Button>
          )}
        </>
      }
    >
      <div className="body cols">
        <DropZone
          className="drop"
          aria-label={t('list.drop')}
          onDrop={(event) => void droppedText(event).then(take)}
        >
          <label className="sr" htmlFor="rows">
            {t('list.rows')}
          </label>
          <textarea
            id="rows"
            rows={8}
            spellCheck={false}
            autoComplete="off"
            placeholder={t('list.placeholder')}
            readOnly={isHidden}
            value={isHidden ? hidden : list.text}
            onPaste={paste}
            onChange={(event) => list.setText(event.target.value)}
            onBlur={() => setOpen(false)}
          />
          {isHidden && <span className="hint">{t('list.hidden')}</span>}
        </DropZone>
        <div className="stack-s">
          <TextField label={t('list.name')} value={name} onChange={onName} />
          <FormatFields {...props} />
        </div>
      </div>
    </Panel>
  );
}

function FormatFields({ info, list, server, onServer }: ListPanelProps) {
  const { t, maybe } = useWords();
  const formats = info.list_formats.map((format) => ({
    ...format,
    name: maybe(`list.format.${format.id}`) ?? format.name,
  }));
  const found = list.check?.format ?? null;
  const recognised = formats.find(({ id }) => id === found);
  const choices: readonly Choice<'auto' | ListFormatId>[] = [
    {
      id: 'auto',
      name: recognised ? t('list.recognised', { name: recognised.name }) : t('list.recognise'),
    },
    ...formats.map(({ id, name }) => ({ id, name })),
  ];
  const chosen = formats.find(({ id }) => id === (list.format === 'auto' ? found : list.format));
  return (
    <>
      <SelectField
        label={t('list.format')}
        value={list.format}
        choices={choices}
        onChange={list.setFormat}
      />
      {chosen?.id === 'user_list' && (
        <UserListFields list={list} server={server} onServer={onServer} />
      )}
      <p className="small">
        {!chosen && `${t('list.examples')} `}
        {(chosen ? [chosen] : formats).map(({ id, name, example_url: example, docs_url: docs }) => (
          <span key={id} className="example">
            <a href={example} download>
              {chosen ? t('list.example') : name}
            </a>
            {docs && chosen && (
              <>
                {' · '}
                <a href={docs} target="_blank" rel="noreferrer">
                  {t('list.docs')}
                </a>
              </>
            )}
          </span>
        ))}
      </p>
    </>
  );
}

function UserListFields({
  list,
  server,
  onServer,
}: Pick<ListPanelProps, 'list' | 'server' | 'onServer'>) {
  const { t } = useWords();
  const securities: readonly Choice<Security>[] = [
    { id: 'tls', name: 'TLS' },
    { id: 'starttls', name: 'STARTTLS' },
    { id: 'none', name: t('account.unencrypted') },
  ];
  return (
    <>
      <div className="grid-server">
        <TextField
          label={t('list.source_server')}
          value={server.host}
          onChange={(host) => onServer({ ...server, host })}
        />
        <TextField
          label={t('account.port')}
          inputMode="numeric"
          value={server.port}
          onChange={(port) => onServer({ ...server, port })}
        />
        <SelectField
          label={t('account.security')}
          value={server.security}
          choices={securities}
          onChange={(security) => onServer({ ...server, security })}
        />
      </div>
      <SelectField
        label={t('list.delimiter')}
        value={list.delimiter}
        onChange={list.setDelimiter}
        choices={[
          { id: '', name: t('list.delimiter_found') },
          { id: ',', name: ',' },
          { id: ';', name: ';' },
          { id: '\t', name: t('list.tab') },
          { id: ':', name: ':' },
          { id: '|', name: '|' },
        ]}
      />
    </>
  );
}
