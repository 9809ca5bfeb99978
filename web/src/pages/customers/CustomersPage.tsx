import { useState } from 'react';
import {
  useAddCustomer,
  useCustomers,
  useForgetCustomer,
  useRemoveCustomer,
} from '../../api/resources';
import type { Customer } from '../../api/types';
import { useWords } from '../../i18n/context';
import { ActionMenu } from '../../parts/ActionMenu';
import { Button } from '../../parts/Button';
import { Question } from '../../parts/Dialog';
import { TextField } from '../../parts/Field';
import { Loaded } from '../../parts/Loaded';
import { Head } from '../../parts/Page';
import { Panel } from '../../parts/Panel';
import { ProblemNote } from '../../parts/ProblemNote';
import { useTimes } from '../../time/context';
import { ScrollBox } from '../../parts/ScrollBox';

export default function CustomersPage() {
  const { t } = useWords();
  const customers = useCustomers();
  return (
    <>
      <Head title={t('nav.customers')} lead={t('customers.lead')} />
      <div className="cols">
        <Panel title={t('nav.customers')}>
          <Loaded query={customers}>{({ items }) => <CustomerTable customers={items} />}</Loaded>
        </Panel>
        <AddCustomer />
      </div>
    </>
  );
}

function CustomerTable({ customers }: { customers: readonly Customer[] }) {
  const { t } = useWords();
  return (
    <ScrollBox label={t('nav.customers')}>
      <table>
        <caption className="sr">{t('nav.customers')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('customers.name')}</th>
            <th scope="col">{t('customers.since')}</th>
            <th scope="col" className="num">
              {t('customers.people')}
            </th>
            <th scope="col" className="num">
              {t('customers.active')}
            </th>
            <th scope="col" className="num">
              {t('customers.used')}
            </th>
            <th scope="col">
              <span className="sr">{t('column.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {customers.map((customer) => (
            <CustomerRow key={customer.id} customer={customer} />
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function CustomerRow({ customer }: { customer: Customer }) {
  const { t, number } = useWords();
  const times = useTimes();
  const [asking, setAsking] = useState<'forget' | 'remove' | null>(null);
  const forget = useForgetCustomer();
  const remove = useRemoveCustomer();
  const { id, name } = customer;
  const close = () => setAsking(null);
  const act = asking === 'forget' ? forget : remove;
  return (
    <tr>
      <td>
        <b>{name}</b>
      </td>
      <td>{times.date(customer.created_at)}</td>
      <td className="num">{number(customer.people)}</td>
      <td className="num">{number(customer.migrations_active)}</td>
      <td className="num">{number(customer.migrations_used)}</td>
      <td className="num">
        <ActionMenu
          label={t('actions.of', { name })}
          actions={[
            {
              id: 'forget',
              name: t('customers.forget'),
              icon: 'trash',
              danger: true,
              run: () => setAsking('forget'),
            },
            {
              id: 'remove',
              name: t('customers.remove'),
              icon: 'x',
              danger: true,
              run: () => setAsking('remove'),
            },
          ]}
        />
        {asking && (
          <Question
            title={t(`customers.${asking}_title`, { name })}
            act={t(`customers.${asking}`)}
            icon="trash"
            keep={t('delete.keep')}
            busy={act.isPending}
            onAct={() => act.mutate(id, { onSuccess: close })}
            onClose={close}
          >
            <p>{t(`customers.${asking}_lead`)}</p>
            <ProblemNote error={act.error} />
          </Question>
        )}
      </td>
    </tr>
  );
}

function AddCustomer() {
  const { t } = useWords();
  const add = useAddCustomer();
  const [name, setName] = useState('');
  const ready = name.trim() !== '';
  return (
    <Panel title={t('customers.add')} padded>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) add.mutate(name.trim(), { onSuccess: () => setName('') });
        }}
      >
        <TextField label={t('customers.name')} value={name} onChange={setName} />
        <ProblemNote error={add.error} />
        <Button
          type="submit"
          look="primary"
          icon="plus"
          busy={add.isPending}
          blockedBy={ready ? undefined : 'customer-why'}
        >
          {t('customers.add')}
        </Button>
        {!ready && (
          <p className="reason" id="customer-why">
            {t('customers.not_yet')}
          </p>
        )}
      </form>
    </Panel>
  );
}
