import { useAnswer } from '../../../web/api.ts';
import { useView } from '../../../web/kit/view.ts';
import css from '../../web/space.module.css';
import { coachingContract as api } from '../contract.ts';
import { t } from './messages.ts';
import { Passages } from './Passages.tsx';

/** One person's stage conversion, for a dashboard; who it is stands in the address. */
export function PassagesCard() {
  const [view] = useView();
  const id = view['person'] ?? '';
  const { data } = useAnswer(api.readPerson, { params: { id } }, { enabled: id !== '', meta: { hears: ['coaching', 'opportunity'] } });
  if (!data) return null;
  return (
    <>
      <p className={css.quiet}>{data.name}</p>
      {data.figures === 'hidden' ? <p>{t('sums only')}</p> : <Passages person={data} />}
    </>
  );
}
