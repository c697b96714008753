import { phases, positions } from '../../relationship/vocabulary.ts';
import { Page, PageHeader } from '../kit/Page.tsx';
import { PositionMiniature } from '../kit/PositionBadge.tsx';
import { t as web } from '../messages/en.ts';
import css from './Help.module.css';
import { t } from './helpMessages.ts';

/** The idea on one page: what the words on the screens mean. */
export function Help() {
  return (
    <Page title={t('title')} crumbs={[]}>
      <PageHeader title={t('title')} />
      <div className={css.text}>
        <p>{t('idea')}</p>
        <h2>{t('positions')}</h2>
        <dl>
          {positions.map((position) => (
            <div key={position}>
              <dt>
                <PositionMiniature position={position} />
                {web(`position.${position}`)}
              </dt>
              <dd>{t(`about.${position}`)}</dd>
            </div>
          ))}
        </dl>
        <h2>{t('phases')}</h2>
        <dl>
          {phases.map((phase) => (
            <div key={phase}>
              <dt>{web(`phase.${phase}`)}</dt>
              <dd>{t(`phase.${phase}`)}</dd>
            </div>
          ))}
        </dl>
        <p>{t('keys')}</p>
        <p>
          <a href="/docs">{t('api')}</a>
        </p>
      </div>
    </Page>
  );
}
