import { useMemo } from 'react';
import {
  Button,
  ComboBox,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from 'react-aria-components';
import { useWords } from '../i18n/context';
import { allZones, browserZone, offsetName } from '../time/zones';
import { Icon } from './Icon';

interface ZoneFieldProps {
  value: string;
  onChange: (zone: string) => void;
  inline?: boolean;
}

interface Entry {
  id: string;
  offset: string;
}

function zoneEntries(): Entry[] {
  const now = new Date();
  return allZones().map((id) => ({ id, offset: offsetName(now, id) }));
}

export function ZoneField({ value, onChange, inline = false }: ZoneFieldProps) {
  const { t } = useWords();
  const zones = useMemo(() => zoneEntries(), []);
  const offset = offsetName(new Date(), value);
  return (
    <ComboBox
      className={`f combo${inline ? ' inline' : ''}`}
      defaultItems={zones}
      value={value}
      onChange={(key) => typeof key === 'string' && onChange(key)}
      menuTrigger="focus"
    >
      <Label className="label">{t('time.zone')}</Label>
      <span className="combo-b">
        <Input />
        <Button className="b quiet icon s">
          <Icon name="chevron" />
        </Button>
      </span>
      <Text slot="description" className="hint">
        {value === browserZone() ? t('time.from_browser', { offset }) : offset}
      </Text>
      <Popover className="popover" offset={4}>
        <ListBox<Entry> className="options">
          {(zone) => (
            <ListBoxItem id={zone.id} textValue={zone.id} className="option">
              <Icon name="ok" className="i tick" />
              <span className="grow">{zone.id}</span>
              <span className="muted small">{zone.offset}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
