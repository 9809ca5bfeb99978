import { useWords } from '../i18n/context';
import { Icon } from './Icon';
import type { IconName } from './Icon';
import type { Tone } from './State';

export interface Chip<Id extends string> {
  id: Id;
  name: string;
  count: number | undefined;
  tone?: Tone;
  icon?: IconName;
}

interface FilterChipsProps<Id extends string> {
  label: string;
  chips: readonly Chip<Id>[];
  chosen: Id;
  onChoose: (id: Id) => void;
}

export function FilterChips<Id extends string>(props: FilterChipsProps<Id>) {
  const { number } = useWords();
  return (
    <div className="chips slide" role="group" aria-label={props.label}>
      {props.chips.map(({ id, name, count, tone, icon = tone }) => (
        <button
          key={id}
          type="button"
          className={`fchip${tone ? ` st-${tone}` : ''}`}
          aria-pressed={props.chosen === id}
          onClick={() => props.onChoose(id)}
        >
          {icon && <Icon name={icon} />}
          {name} {count !== undefined && <b>{number(count)}</b>}
        </button>
      ))}
    </div>
  );
}
