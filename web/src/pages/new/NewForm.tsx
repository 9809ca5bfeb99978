import { type SyntheticEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { freshKey } from '../../api/idempotency';
import { usePlanMigration } from '../../api/migrations';
import { useCredits } from '../../api/resources';
import type { Draft, Info } from '../../api/types';
import { useSession } from '../../app/session_context';
import { useWords } from '../../i18n/context';
import { emptyAccount, missingIn, sourceOf, targetOf } from '../../migration/account/account_form';
import { prefilled } from '../../migration/account/prefilled';
import { OptionFields } from '../../migration/OptionFields';
import { newTiming, planned, problemsOf } from '../../migration/timing/timing';
import { TimeLine } from '../../migration/timing/TimeLine';
import { TimingFields } from '../../migration/timing/TimingFields';
import { Button } from '../../parts/Button';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';
import { useTimes } from '../../time/context';
import { SidePanel } from './SidePanel';
import { useOneCheck } from './one_check';
import { whyBlocked } from './why_blocked';

function Numbered({ number, children }: { number: number; children: string }) {
  return (
    <>
      <span className="n">{number}</span>
      {children}
    </>
  );
}

export function NewForm({ info }: { info: Info }) {
  const { t } = useWords();
  const times = useTimes();
  const [, go] = useLocation();
  const { features } = useSession();
  const credits = useCredits(features.licences).data;
  const [source, setSource] = useState(() =>
    prefilled(location.hash, 'source', emptyAccount(info.source_types[0]?.id ?? 'imap')),
  );
  const [target, setTarget] = useState(() =>
    prefilled(location.hash, 'target', emptyAccount(info.own_server ? 'own' : 'other')),
  );
  const [options, setOptions] = useState<Draft['options']>({
    leave_out: info.defaults.leave_out,
    max_size_bytes: info.defaults.max_size_bytes,
    skip_folders: [],
    translate: [],
  });
  const [timing, setTiming] = useState(() => newTiming(times.zone, info.defaults));
  const [key] = useState(freshKey);
  const [shown, setShown] = useState(false);
  const plan = usePlanMigration();

  const draft: Draft = {
    source: sourceOf(source),
    target: targetOf(target, info),
    options,
    ...planned(timing, info.defaults),
  };
  const check = useOneCheck(draft);
  const missing = { source: missingIn(source, info), target: missingIn(target, info) };
  const isFilled = [missing.source, missing.target].every((one) => Object.keys(one).length === 0);
  const problems = problemsOf(timing, info.defaults, times.now);
  const blocked = whyBlocked({ isFilled, check: check.state, problems, credits });

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setShown(true);
    if (check.state === 'ok' && check.id && !blocked) {
      plan.mutate(
        { draft, check: check.id, key },
        { onSuccess: ({ id }) => go(`/migrations/${id}`) },
      );
    } else if (isFilled) check.start();
  };

  return (
    <form className="stack form-page" onSubmit={submit} noValidate autoComplete="off">
      <div className="cols even">
        <SidePanel
          side="source"
          title={<Numbered number={1}>{t('side.source')}</Numbered>}
          info={info}
          form={source}
          missing={shown ? missing.source : {}}
          row={check.row}
          onChange={setSource}
        />
        <SidePanel
          side="target"
          title={<Numbered number={2}>{t('side.target')}</Numbered>}
          info={info}
          form={target}
          missing={shown ? missing.target : {}}
          row={check.row}
          onChange={setTarget}
        />
      </div>
      <Panel
        title={<Numbered number={3}>{t('new.timing')}</Numbered>}
        padded
        footer={
          <>
            <Button
              icon="retry"
              busy={check.state === 'running'}
              onPress={() => {
                setShown(true);
                if (isFilled) check.start();
              }}
            >
              {check.row ? t('new.check_again') : t('new.check')}
            </Button>
            <Button
              type="submit"
              look="primary"
              busy={plan.isPending}
              blockedBy={blocked && 'plan-why'}
            >
              {t('new.plan')}
            </Button>
            <span className="reason grow" id="plan-why" role="status">
              {blocked && t(blocked)}
            </span>
            {credits?.required && (
              <span className="small muted">{t('new.costs', { left: credits.remaining })}</span>
            )}
          </>
        }
      >
        <div className="stack">
          <TimingFields
            timing={timing}
            problems={problems}
            defaults={info.defaults}
            onChange={setTiming}
          />
          <OptionFields options={options} onChange={setOptions} />
          <TimeLine timing={timing} />
          <ProblemNote error={check.error ?? plan.error} />
        </div>
      </Panel>
    </form>
  );
}
