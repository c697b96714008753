import { Link } from '@tanstack/react-router';
import { format } from '../../../web/format.ts';
import css from '../../web/space.module.css';
import type { OneToOne } from '../records.ts';
import { t } from './messages.ts';

type Agenda = OneToOne['agenda'];

/** Three sales, two relationships, one skill: each with the reasons why these. */
export function AgendaParts({ agenda, currency }: { agenda: Agenda; currency: string }) {
  return (
    <div className={css.columns}>
      <div>
        <h3 className={css.quiet}>{t('agenda.sales')}</h3>
        {agenda.sales.length === 0 ? (
          <p className={css.part}>{t('agenda.no sales')}</p>
        ) : (
          <ul className={`${css.list} ${css.part}`}>
            {agenda.sales.map((sale) => (
              <li key={sale.id}>
                <span>
                  <Link className={css.link} to="/opportunities/$id" params={{ id: sale.id }}>
                    <b>{sale.name}</b>
                  </Link>
                  <span className={css.second}>
                    {[
                      sale.accountName,
                      t('days in stage', { count: sale.daysInStage, stage: t(`stage.${sale.stage}`).toLowerCase() }),
                    ]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                  <span className={sale.reasons.includes('decided next') ? css.quiet : css.bad}>
                    {format.list(sale.reasons.map((reason) => t(`reason.${reason}`)))}
                  </span>
                </span>
                <span>{format.moneyShort(sale.amount, currency)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <div>
        <h3 className={css.quiet}>{t('agenda.relationships')}</h3>
        {agenda.relationships.length === 0 ? (
          <p className={css.part}>{t('agenda.no relationships')}</p>
        ) : (
          <ul className={`${css.list} ${css.part}`}>
            {agenda.relationships.map((each) => (
              <li key={each.accountId}>
                <span>
                  <Link className={css.link} to="/accounts/$id" params={{ id: each.accountId }}>
                    <b>{each.name}</b>
                  </Link>
                  <span className={css.second}>
                    {t('trust move', { trust: format.number(each.trust), move: format.signed(each.trustMove) })}
                  </span>
                  <span className={each.reasons.includes('longest without contact') ? css.quiet : css.bad}>
                    {format.list(each.reasons.map((reason) => t(`reason.${reason}`)))}
                  </span>
                </span>
                <span>{format.moneyShort(each.revenue, currency)}</span>
              </li>
            ))}
          </ul>
        )}
        <h3 className={css.quiet}>{t('agenda.skill')}</h3>
        <div className={css.part}>{agenda.skill ? <Skill skill={agenda.skill} /> : <p>{t('agenda.no skill')}</p>}</div>
      </div>
    </div>
  );
}

function Skill({ skill }: { skill: NonNullable<Agenda['skill']> }) {
  const { passage } = skill;
  const share = (value: number | null | undefined) => (value == null ? '–' : format.percent(value));
  const facts = {
    own: passage?.now.passed ?? 0,
    reached: passage?.now.reached ?? 0,
    peers: share(passage?.peers.share),
    before: share(passage?.before.share),
    rating: skill.rating ?? 0,
  };
  return (
    <p style={{ marginTop: 6 }}>
      <b>
        {t(`stage.${skill.stage}`)}, {t(`type.${skill.saleType}`)}
      </b>
      <br />
      {t(`skill.${skill.reason}`, facts)}
    </p>
  );
}
