import type { Key } from 'react-aria-components';
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
} from 'react-aria-components';
import { Icon } from './Icon';

export interface Choice<Id extends string> {
  id: Id;
  name: string;
  hint?: string;
}

interface SelectFieldProps<Id extends string> {
  label: string;
  hideLabel?: boolean;
  value: Id;
  choices: readonly Choice<Id>[];
  onChange: (value: Id) => void;
  hint?: string;
  small?: boolean;
}

export function SelectField<Id extends string>(props: SelectFieldProps<Id>) {
  const { label, hideLabel = false, value, choices, onChange, hint, small = false } = props;
  const choose = (key: Key | null) => {
    const chosen = choices.find((choice) => choice.id === key);
    if (chosen) onChange(chosen.id);
  };
  return (
    <Select className={`f select${small ? ' s' : ''}`} value={value} onChange={choose}>
      <Label className={hideLabel ? 'sr' : 'label'}>{label}</Label>
      <Button className="select-b">
        <SelectValue className="select-v">{({ selectedText }) => selectedText}</SelectValue>
        <Icon name="chevron" />
      </Button>
      {hint && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <Popover className="popover" offset={4}>
        <ListBox className="options" items={choices}>
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.name} className="option">
              <Icon name="ok" className="i tick" />
              <span>
                {choice.name}
                {choice.hint && <span className="sub">{choice.hint}</span>}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
