import { Popover } from '@mantine/core';
import { searchAccounts } from '../../people/web/find.ts';
import { useAct } from '../../web/api.ts';
import { RecordPicker } from '../../web/kit/RecordPicker.tsx';
import { purchaseContract as api, type SaleDetail } from '../contract.ts';
import { readSalesAgain } from './data.ts';
import { t } from './messages.ts';
import css from './sale.module.css';

interface AccountChoiceProps {
  sale: SaleDetail;
  opened: boolean;
  onOpened: (opened: boolean) => void;
}

/** Whose sale it is, where that is not known yet, as after an import: without an account there is no next step and no relationship. */
export function AccountChoice({ sale, opened, onOpened }: AccountChoiceProps) {
  const save = useAct(api.changeOpportunity);
  return (
    <Popover opened={opened} onChange={onOpened} trapFocus returnFocus position="bottom-start">
      <Popover.Target>
        <button type="button" className={css.link} onClick={() => onOpened(true)}>
          {t('account.choose')}
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        {opened && (
          <RecordPicker
            label={t('new.account')}
            value={null}
            search={searchAccounts}
            onChange={(account) => {
              if (account === null) return;
              save.mutate(
                {
                  input: { params: { id: sale.id }, body: { accountId: account.id } },
                  options: { ifMatch: sale.version },
                },
                {
                  onSuccess: () => {
                    onOpened(false);
                    void readSalesAgain();
                  },
                },
              );
            }}
          />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
