import { expect, it } from 'vitest';
import { commandsAbout } from './find.ts';

it('finds every capability of the three levels by the words that people use for it', () => {
  const first = (words: string) => commandsAbout(words.split(' ')).map(({ command }) => command);
  const wanted = {
    'pipeline changed': 'api leadership reviewPipeline',
    'leader stuck': 'api leadership readAttention',
    'forecast call': 'api leadership readForecast',
    'forecast monday sales': 'api leadership listForecastWeekSales',
    'capacity coverage cost': 'api force readForce',
    'territory sales': 'api force listTerritorySales',
    'cost contacts': 'api force listCostContacts',
    'goal sales': 'api force listGoalSales',
    'given why': 'api force listAssignments',
    'one-to-one reasons': 'api coaching prepareAgenda',
    'stage conversion': 'api coaching listPassageSales',
    'training payback': 'api training makeReport',
    'report tables': 'api schedules readReport',
    'heavy work end': 'api work cancelWork',
    'learn weights': 'api calibration startCalibration',
    'forecast month': 'api insight readForecast',
  };
  expect(
    Object.entries(wanted).filter(([words, command]) => !first(words.replaceAll('-', ' ')).includes(command)),
  ).toEqual([]);
  expect(commandsAbout(['no such thing'])).toEqual([]);
});
