import { useSession } from '../../app/session_context';
import { useWords } from '../../i18n/context';
import { may } from '../../migration/actions';
import { Button, ButtonLink } from '../../parts/Button';
import { Empty } from '../../parts/Empty';

interface ActiveEmptyProps {
  filtered: boolean;
  onClear: () => void;
}

export function ActiveEmpty({ filtered, onClear }: ActiveEmptyProps) {
  const { t } = useWords();
  const plans = may(useSession(), 'plan');
  if (filtered) {
    return (
      <Empty
        icon="search"
        title={t('filter.nothing')}
        actions={
          <Button icon="x" onPress={onClear}>
            {t('filter.clear')}
          </Button>
        }
      >
        {t('filter.nothing_lead')}
      </Empty>
    );
  }
  return (
    <Empty
      icon="active"
      title={t('active.empty')}
      actions={
        plans && (
          <>
            <ButtonLink look="primary" icon="plus" href="/new">
              {t('active.empty_one')}
            </ButtonLink>
            <ButtonLink icon="list" href="/many">
              {t('active.empty_list')}
            </ButtonLink>
          </>
        )
      }
    >
      {t('active.empty_lead')}
    </Empty>
  );
}
