import type { ReactNode } from 'react';
import { useAnswer } from '../../../web/api.ts';
import { useView } from '../../../web/kit/view.ts';
import css from '../../web/space.module.css';
import { coachingContract as api } from '../contract.ts';
import type { PersonDetail } from '../records.ts';
import { Agenda } from './Agenda.tsx';
import { t } from './messages.ts';
import { OwnQuarter } from './OwnQuarter.tsx';
import { Passages } from './Passages.tsx';
import { Profile } from './Profile.tsx';

/** Parts about one person, for dashboards; who it is stands in the address. */
function OfPerson({ children }: { children: (person: PersonDetail) => ReactNode }) {
  const [view] = useView();
  const id = view['person'] ?? '';
  const { data } = useAnswer(
    api.readPerson,
    { params: { id } },
    { enabled: id !== '', meta: { hears: ['coaching', 'opportunity'] } },
  );
  if (!data) return null;
  return (
    <>
      <p className={css.quiet}>{data.name}</p>
      {children(data)}
    </>
  );
}

const shown = (person: PersonDetail, part: ReactNode) => (person.figures === 'hidden' ? <p>{t('sums only')}</p> : part);

export const PersonCard = () => (
  <OfPerson>
    {(person) =>
      shown(
        person,
        <>
          <Profile person={person} />
          <Passages person={person} />
        </>,
      )
    }
  </OfPerson>
);
export const QuarterCard = () => <OfPerson>{(person) => shown(person, <OwnQuarter person={person} />)}</OfPerson>;
export const AgendaCard = () => <OfPerson>{(person) => <Agenda person={person} />}</OfPerson>;
