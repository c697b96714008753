import { Link } from '@tanstack/react-router';
import { useAnswer } from '../../../web/api.ts';
import { useView } from '../../../web/kit/view.ts';
import css from '../../web/space.module.css';
import { paybackContract as api } from '../contract.ts';
import { CostAndGain } from './CostAndGain.tsx';
import { Evidence } from './Report.tsx';
import { RollOut } from './RollOut.tsx';

/** Whether one programme paid for itself, for a dashboard; which one stands in the address. */
export function PaybackCard() {
  const [view] = useView();
  const id = view['programme'] ?? '';
  const { data } = useAnswer(
    api.readProgramme,
    { params: { id } },
    { enabled: id !== '', meta: { hears: ['programme'] } },
  );
  if (!data?.result) return null;
  return (
    <>
      <p className={css.quiet}>
        <Link className={css.link} to="/selling/training/$id" params={{ id }}>
          {data.name}
        </Link>
      </p>
      <Evidence result={data.result} programme={id} />
      {data.result.payback && <CostAndGain payback={data.result.payback} currency={data.currency} programme={id} />}
    </>
  );
}

/** Who is trained when, of one programme. */
export function PlanCard() {
  const [view] = useView();
  const id = view['programme'] ?? '';
  const { data } = useAnswer(
    api.readProgramme,
    { params: { id } },
    { enabled: id !== '', meta: { hears: ['programme'] } },
  );
  return data ? <RollOut programme={data} /> : null;
}
