import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { purchaseContract } from '../../purchase/contract.ts';
import { caseContract } from '../../usage/cases/contract.ts';
import { ask } from '../../web/connection.ts';
import { t } from '../../web/messages/en.ts';
import { peopleContract } from '../contract.ts';
import { keepTrail, lengthened, placeOf, readTrail } from './trail.ts';

/** How each list goes on. */
const lists = {
  '/accounts/': peopleContract.listAccounts,
  '/contacts/': peopleContract.listContacts,
  '/opportunities/': purchaseContract.listOpportunities,
  '/cases/': caseContract.listCases,
};

/** Where a record stands in the list it was opened from, for the header of its page. Near the end of what was read the list is read on. */
export function usePlace(base: keyof typeof lists, id: string) {
  const navigate = useNavigate();
  const [, drawAgain] = useState(0);
  const place = placeOf(base, id);
  const from = place?.rest && place.at >= place.count - 1 ? place.rest.cursor : undefined;
  useEffect(() => {
    const query = readTrail()?.rest?.query;
    if (from === undefined || query === undefined) return undefined;
    const asked = new AbortController();
    const page = ask(lists[base], { query: { ...query, cursor: from } }, { signal: asked.signal });
    page.then(
      (more) => {
        const trail = readTrail();
        if (trail) keepTrail(lengthened(trail, from, more));
        drawAgain((times) => times + 1);
      },
      // Without it the record merely has no further neighbour.
      () => undefined,
    );
    return () => asked.abort();
  }, [base, from]);
  return (
    place && {
      label: t('table.place', { at: place.at, count: place.rest ? `${place.count}+` : place.count, list: place.list }),
      previous: place.previous,
      next: place.next,
      go: (to: string) => void navigate({ to }),
    }
  );
}
