import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useClient } from '../api/context';
import { migrationKeys } from '../api/migrations';
import { useInfo } from '../api/resources';
import type { Migration } from '../api/types';
import { useWords } from '../i18n/context';
import { Button } from '../parts/Button';
import { Dialog } from '../parts/Dialog';
import { ProblemNote } from '../parts/ProblemNote';
import { useTimes } from '../time/context';
import {
  isPlannable,
  planned,
  type Planned,
  problemsOf,
  timingOf,
  type TimingProblems,
} from './timing/timing';
import { TimingFields } from './timing/TimingFields';

function useChangeAll() {
  const client = useClient();
  const cache = useQueryClient();
  return useMutation({
    mutationFn: async ({
      migrations,
      change,
    }: {
      migrations: readonly Migration[];
      change: Partial<Planned>;
    }) => {
      for (const { id, etag } of migrations) {
        await client.patch<Migration>(`/migrations/${id}`, change, etag);
      }
    },
    onSettled: () => cache.invalidateQueries({ queryKey: migrationKeys.all }),
  });
}

function withoutFirst({ second, hours, warning }: TimingProblems): TimingProblems {
  return { ...(second && { second }), ...(hours && { hours }), ...(warning && { warning }) };
}

interface ChangeTimesProps {
  migrations: readonly Migration[];
  onClose: () => void;
}

/** One plan for all of them; the first run's time only where none has begun. */
export function ChangeTimes({ migrations, onClose }: ChangeTimesProps) {
  const { t } = useWords();
  const times = useTimes();
  const info = useInfo().data;
  const change = useChangeAll();
  const [first] = migrations;
  const [timing, setTiming] = useState(() => first && timingOf(first, times.zone));
  if (!info || !timing) return null;
  const firstIsFixed = migrations.some(({ runs }) => runs > 0);
  const found = problemsOf(timing, info.defaults, times.now);
  const relevant = firstIsFixed ? withoutFirst(found) : found;
  const ready = isPlannable(relevant);
  const save = () => {
    const { first_run_at, ...rest } = planned(timing, info.defaults);
    change.mutate(
      { migrations, change: firstIsFixed ? rest : { first_run_at, ...rest } },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog wide title={t('times.title', { count: migrations.length })} onClose={onClose}>
      <TimingFields
        timing={timing}
        problems={relevant}
        defaults={info.defaults}
        firstIsFixed={firstIsFixed}
        onChange={setTiming}
      />
      <ProblemNote error={change.error} />
      <div className="row">
        <Button
          look="primary"
          busy={change.isPending}
          onPress={save}
          blockedBy={ready ? undefined : 'times-why'}
        >
          {t('times.act', { count: migrations.length })}
        </Button>
        <Button onPress={onClose}>{t('close')}</Button>
        {!ready && (
          <span className="reason" id="times-why">
            {t('times.not_yet')}
          </span>
        )}
      </div>
    </Dialog>
  );
}
