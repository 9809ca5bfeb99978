import type { ZonedDateTime } from '@internationalized/date';
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  FieldError,
  Group,
  Heading,
  Popover,
} from 'react-aria-components';
import { useWords } from '../i18n/context';
import { Icon } from './Icon';

interface DateTimeFieldProps {
  label: string;
  value: ZonedDateTime;
  onChange: (value: ZonedDateTime) => void;
  error?: string | undefined;
  isDisabled?: boolean;
}

/** Date and time in the zone of its value, written as the language writes them. */
export function DateTimeField({ label, value, onChange, error, isDisabled }: DateTimeFieldProps) {
  const { t } = useWords();
  return (
    <DatePicker
      className="datetime"
      aria-label={label}
      value={value}
      onChange={(changed) => changed && onChange(changed)}
      granularity="minute"
      hourCycle={24}
      hideTimeZone
      shouldForceLeadingZeros
      isInvalid={error !== undefined}
      isDisabled={isDisabled ?? false}
    >
      <Group className="date-group">
        <DateInput className="date-input">
          {(segment) => <DateSegment segment={segment} className="segment" />}
        </DateInput>
        <Button className="b quiet icon s" aria-label={t('time.open_calendar')}>
          <Icon name="chevron" />
        </Button>
      </Group>
      <FieldError className="err">
        <Icon name="failed" />
        {error}
      </FieldError>
      <Popover className="popover" offset={4}>
        <Dialog className="calendar-box">
          <Calendar className="calendar">
            <header className="row apart">
              <Button slot="previous" className="b quiet icon s">
                <Icon name="left" />
              </Button>
              <Heading level={2} />
              <Button slot="next" className="b quiet icon s">
                <Icon name="right" />
              </Button>
            </header>
            <CalendarGrid>{(date) => <CalendarCell date={date} className="day" />}</CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}
