import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { Icon, type IconName } from './Icon';

export interface MenuAction {
  id: string;
  name: string;
  icon: IconName;
  danger?: boolean;
  run: () => void;
}

export function ActionMenu({ label, actions }: { label: string; actions: readonly MenuAction[] }) {
  if (actions.length === 0) return null;
  return (
    <MenuTrigger>
      <Button className="b quiet icon s" aria-label={label}>
        <Icon name="more" />
      </Button>
      <Popover className="popover" offset={4} placement="bottom end">
        <Menu className="options" items={actions} aria-label={label}>
          {(action) => (
            <MenuItem
              id={action.id}
              textValue={action.name}
              className={`option${action.danger ? ' danger' : ''}`}
              onAction={action.run}
            >
              <Icon name={action.icon} />
              {action.name}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
