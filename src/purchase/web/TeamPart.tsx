import { Plus } from 'lucide-react';
import { useState } from 'react';
import { format } from '../../web/format.ts';
import { buyingRoles } from '../buyingTeam.ts';
import type { SaleDetail } from '../contract.ts';
import { t } from './messages.ts';
import css from './sale.module.css';
import { TeamDialog } from './TeamDialog.tsx';
import { TeamMap } from './TeamMap.tsx';
import type { Doing } from './WarningsPart.tsx';

interface TeamPartProps {
  sale: SaleDetail;
  adding: boolean;
  onDoing: (doing: Doing | undefined) => void;
}

/** Who decides: the map, who is missing, and each person one click away. */
export function TeamPart({ sale, adding, onDoing }: TeamPartProps) {
  const [open, setOpen] = useState<string>();
  const member = sale.team.find((each) => each.id === open);
  const forUs = sale.team.filter((each) => each.stance === 'champion' || each.stance === 'supporter').length;
  const against = sale.team.filter((each) => each.stance === 'opponent' || each.stance === 'sceptic').length;
  const unmet = sale.team.filter((each) => each.lastContactAt === null).length;
  const missing = buyingRoles.filter((role) => sale.missingRoles.includes(role));
  return (
    <section>
      <div className={css.partHead}>
        <h2>{t('team.title')}</h2>
        {sale.team.length > 0 && (
          <span>
            {[
              t('team.people', { count: sale.team.length }),
              ...(forUs > 0 ? [t('team.for us', { n: forUs })] : []),
              ...(against > 0 ? [t('team.against us', { n: against })] : []),
              ...(unmet > 0 ? [t('team.unmet', { n: unmet })] : []),
            ].join(', ')}
          </span>
        )}
        {sale.mayChange && (
          <button type="button" className={css.add} aria-label={t('team.add')} onClick={() => onDoing('person')}>
            <Plus size={15} aria-hidden="true" />
          </button>
        )}
      </div>
      {sale.team.length === 0 ? (
        <p className={css.quiet}>{t('team.empty')}</p>
      ) : (
        <TeamMap team={sale.team} onOpen={setOpen} />
      )}
      {missing.length > 0 && (
        <p className={css.missing}>
          {t('team.missing', { roles: format.list(missing.map((role) => t(`role.${role}`))) })}
        </p>
      )}
      {(member !== undefined || adding) && (
        <TeamDialog
          key={member?.id ?? 'new'}
          sale={sale}
          member={member}
          onClose={() => {
            setOpen(undefined);
            onDoing(undefined);
          }}
        />
      )}
    </section>
  );
}
