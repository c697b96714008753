import { expect, it } from 'vitest';
import { alongZone } from './place.ts';

it('puts an open sale before the close and a signed one after it', () => {
  const prospect = alongZone({ shown: 'peak', probabilities: [0.1, 0.9, 0, 0, 0] }, 'prospect');
  const customer = alongZone({ shown: 'peak', probabilities: [0, 0.9, 0.1, 0, 0] }, 'customer');
  expect(prospect).toBeLessThan(0.5);
  expect(customer).toBeGreaterThan(0.5);
});

it('moves an account toward the border of the position that it nears', () => {
  const far = alongZone({ shown: 'disillusionment', probabilities: [0, 0.01, 0.98, 0.01, 0] }, 'customer');
  const recovering = alongZone({ shown: 'disillusionment', probabilities: [0, 0.001, 0.6, 0.399, 0] }, 'customer');
  const fallen = alongZone({ shown: 'disillusionment', probabilities: [0, 0.399, 0.6, 0.001, 0] }, 'customer');
  expect(recovering).toBeGreaterThan(far);
  expect(fallen).toBeLessThan(far);
  expect(alongZone({ shown: 'realized', probabilities: [0, 0, 0, 0, 1] }, 'customer')).toBe(0.95);
});
