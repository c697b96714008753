import {
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  redirect,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { PageSkeleton } from './web/kit/Skeletons.tsx';
import { viewInUrl } from './web/kit/view.ts';
import { CrashNotice } from './web/shell/CrashNotice.tsx';
import { NotFound } from './web/shell/NotFound.tsx';
import { innerAddress, mustBeSignedIn } from './workspace/web/entering.ts';

/** The one list of screens and their addresses. A screen is loaded when it is first opened. */

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound });

/** Screens inside the shell. Screens without it (sign-in, first visit) hang on `root`. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: mustBeSignedIn,
  component: lazyRouteComponent(() => import('./web/shell/Frame.tsx'), 'Frame'),
});

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome',
  component: lazyRouteComponent(() => import('./workspace/web/Welcome.tsx'), 'Welcome'),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: innerAddress,
  component: lazyRouteComponent(() => import('./workspace/web/SignIn.tsx'), 'SignIn'),
});
const forgotten = createRoute({
  getParentRoute: () => root,
  path: '/forgotten',
  component: lazyRouteComponent(() => import('./workspace/web/SignIn.tsx'), 'Forgotten'),
});
const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('./workspace/web/Links.tsx'), 'Join'),
});
const newPassword = createRoute({
  getParentRoute: () => root,
  path: '/new-password',
  component: lazyRouteComponent(() => import('./workspace/web/Links.tsx'), 'NewPassword'),
});
/** What a buyer sees who holds a link to a quote. */
const openQuote = createRoute({
  getParentRoute: () => root,
  path: '/quote',
  component: lazyRouteComponent(() => import('./purchase/quotes/web/OpenQuotePage.tsx'), 'OpenQuotePage'),
});
/** Where the link in a scheduled report leads that ends it. */
const stopReport = createRoute({
  getParentRoute: () => root,
  path: '/no-report',
  component: lazyRouteComponent(() => import('./insight/schedules/web/StopReport.tsx'), 'StopReport'),
});
const begin = createRoute({
  getParentRoute: () => root,
  path: '/start',
  beforeLoad: mustBeSignedIn,
  component: lazyRouteComponent(() => import('./workspace/web/Start.tsx'), 'Start'),
});

const start = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/today' });
  },
});

const today = createRoute({
  getParentRoute: () => inside,
  path: '/today',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./relationship/web/Today.tsx'), 'Today'),
});
const relationships = createRoute({
  getParentRoute: () => inside,
  path: '/relationships',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./relationship/web/Relationships.tsx'), 'Relationships'),
});
const account = createRoute({
  getParentRoute: () => inside,
  path: '/accounts/$id',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./relationship/web/AccountPage.tsx'), 'AccountPage'),
});
const contacts = createRoute({
  getParentRoute: () => inside,
  path: '/contacts',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./people/web/ContactList.tsx'), 'ContactList'),
});
const contact = createRoute({
  getParentRoute: () => inside,
  path: '/contacts/$id',
  component: lazyRouteComponent(() => import('./people/web/ContactPage.tsx'), 'ContactPage'),
});
const duplicates = createRoute({
  getParentRoute: () => inside,
  path: '/duplicates',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./people/merging/web/DuplicatesPage.tsx'), 'DuplicatesPage'),
});
const merge = createRoute({
  getParentRoute: () => inside,
  path: '/merge/$kind/$id/$other',
  component: lazyRouteComponent(() => import('./people/merging/web/MergePage.tsx'), 'MergePage'),
});
const shopping = createRoute({
  getParentRoute: () => inside,
  path: '/shopping',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./shopping/web/Shopping.tsx'), 'Shopping'),
});
const segment = createRoute({
  getParentRoute: () => inside,
  path: '/segments/$id',
  component: lazyRouteComponent(() => import('./shopping/web/SegmentPage.tsx'), 'SegmentPage'),
});
const campaign = createRoute({
  getParentRoute: () => inside,
  path: '/campaigns/$id',
  component: lazyRouteComponent(() => import('./shopping/web/CampaignPage.tsx'), 'CampaignPage'),
});
const webForm = createRoute({
  getParentRoute: () => inside,
  path: '/forms/$id',
  component: lazyRouteComponent(() => import('./shopping/web/FormPage.tsx'), 'FormPage'),
});
const purchase = createRoute({
  getParentRoute: () => inside,
  path: '/purchase',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./purchase/web/Pipeline.tsx'), 'Pipeline'),
});
const process = createRoute({
  getParentRoute: () => inside,
  path: '/purchase/process',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./purchase/process/web/ProcessPage.tsx'), 'ProcessPage'),
});
const potential = createRoute({
  getParentRoute: () => inside,
  path: '/purchase/potential',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./purchase/potential/web/PotentialPage.tsx'), 'PotentialPage'),
});
const opportunity = createRoute({
  getParentRoute: () => inside,
  path: '/opportunities/$id',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./purchase/web/SalePage.tsx'), 'SalePage'),
});
const quote = createRoute({
  getParentRoute: () => inside,
  path: '/quotes/$id',
  component: lazyRouteComponent(() => import('./purchase/quotes/web/QuotePage.tsx'), 'QuotePage'),
});
const route = createRoute({
  getParentRoute: () => inside,
  path: '/route',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./purchase/route/web/RoutePage.tsx'), 'RoutePage'),
});
const basket = createRoute({
  getParentRoute: () => inside,
  path: '/basket',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./purchase/route/web/Basket.tsx'), 'Basket'),
});
const offerings = createRoute({
  getParentRoute: () => inside,
  path: '/offerings',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./offerings/web/Offerings.tsx'), 'Offerings'),
});
const ownership = createRoute({
  getParentRoute: () => inside,
  path: '/ownership',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./ownership/web/OwnershipPage.tsx'), 'OwnershipPage'),
});
/** What a buyer sees who holds a link to a milestone. */
const accept = createRoute({
  getParentRoute: () => root,
  path: '/accept',
  component: lazyRouteComponent(() => import('./ownership/plans/web/AcceptPage.tsx'), 'AcceptPage'),
});
const handoff = createRoute({
  getParentRoute: () => inside,
  path: '/handoffs/$id',
  component: lazyRouteComponent(() => import('./ownership/handoffs/web/HandoffPage.tsx'), 'HandoffPage'),
});
const usage = createRoute({
  getParentRoute: () => inside,
  path: '/usage',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./usage/web/UsagePage.tsx'), 'UsagePage'),
});
const cases = createRoute({
  getParentRoute: () => inside,
  path: '/cases',
  beforeLoad: () => {
    throw redirect({ to: '/usage', search: { tab: 'cases' } });
  },
});
const oneCase = createRoute({
  getParentRoute: () => inside,
  path: '/cases/$id',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./usage/cases/web/CasePage.tsx'), 'CasePage'),
});
const accountReview = createRoute({
  getParentRoute: () => inside,
  path: '/accounts/$id/review',
  component: lazyRouteComponent(() => import('./usage/review/web/ReviewPage.tsx'), 'ReviewPage'),
});
const surveyPage = createRoute({
  getParentRoute: () => root,
  path: '/survey',
  component: lazyRouteComponent(() => import('./usage/surveys/web/SurveyPage.tsx'), 'SurveyPage'),
});
/** What customers open by a link, without signing in. */
const casePage = createRoute({
  getParentRoute: () => root,
  path: '/case',
  component: lazyRouteComponent(() => import('./usage/cases/web/CustomerPage.tsx'), 'CustomerPage'),
});
const circle = createRoute({
  getParentRoute: () => inside,
  path: '/circle',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./usage/circle/web/CirclePage.tsx'), 'CirclePage'),
});
const spotted = createRoute({
  getParentRoute: () => inside,
  path: '/spotted',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./usage/spotted/web/SpottedPage.tsx'), 'SpottedPage'),
});
const selling = createRoute({
  getParentRoute: () => inside,
  path: '/selling',
  component: lazyRouteComponent(() => import('./selling/web/Selling.tsx'), 'Selling'),
});
const forceSpace = createRoute({
  getParentRoute: () => inside,
  path: '/selling/force',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./selling/force/web/ForceSpace.tsx'), 'ForceSpace'),
});
const teamSpace = createRoute({
  getParentRoute: () => inside,
  path: '/selling/team',
  validateSearch: viewInUrl,
  component: lazyRouteComponent(() => import('./selling/team/web/TeamSpace.tsx'), 'TeamSpace'),
});
const coachingPeople = createRoute({
  getParentRoute: () => inside,
  path: '/selling/coaching',
  component: lazyRouteComponent(() => import('./selling/coaching/web/CoachingPeople.tsx'), 'CoachingPeople'),
});
const coachedPerson = createRoute({
  getParentRoute: () => inside,
  path: '/selling/coaching/$id',
  component: lazyRouteComponent(() => import('./selling/coaching/web/PersonPage.tsx'), 'PersonPage'),
});
const oneToOne = createRoute({
  getParentRoute: () => inside,
  path: '/selling/one-to-ones/$id',
  component: lazyRouteComponent(() => import('./selling/coaching/web/OneToOnePage.tsx'), 'OneToOnePage'),
});
const programmes = createRoute({
  getParentRoute: () => inside,
  path: '/selling/training',
  component: lazyRouteComponent(() => import('./selling/payback/web/Programmes.tsx'), 'Programmes'),
});
const programme = createRoute({
  getParentRoute: () => inside,
  path: '/selling/training/$id',
  component: lazyRouteComponent(() => import('./selling/payback/web/ProgrammePage.tsx'), 'ProgrammePage'),
});
const insight = createRoute({
  getParentRoute: () => inside,
  path: '/insight',
  component: lazyRouteComponent(() => import('./insight/web/Insight.tsx'), 'Insight'),
});
const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: 'profile' } });
  },
});
const settingsSection = createRoute({
  getParentRoute: () => inside,
  path: '/settings/$section',
  component: lazyRouteComponent(() => import('./workspace/web/Settings.tsx'), 'Settings'),
});

const importList = createRoute({
  getParentRoute: () => inside,
  path: '/import',
  component: lazyRouteComponent(() => import('./workspace/import/web/ImportList.tsx'), 'ImportList'),
});
const importPage = createRoute({
  getParentRoute: () => inside,
  path: '/import/$id',
  component: lazyRouteComponent(() => import('./workspace/import/web/ImportPage.tsx'), 'ImportPage'),
});

const help = createRoute({
  getParentRoute: () => inside,
  path: '/help',
  component: lazyRouteComponent(() => import('./web/shell/Help.tsx'), 'Help'),
});

/** Any other address keeps the shell around it. */
const elsewhere = createRoute({ getParentRoute: () => inside, path: '$', component: NotFound });

const tree = root.addChildren([
  welcome,
  signIn,
  forgotten,
  join,
  newPassword,
  stopReport,
  openQuote,
  begin,
  casePage,
  surveyPage,
  accept,
  inside.addChildren([
    start,
    today,
    relationships,
    contacts,
    contact,
    duplicates,
    merge,
    account,
    shopping,
    segment,
    campaign,
    webForm,
    purchase,
    process,
    potential,
    opportunity,
    quote,
    route,
    basket,
    offerings,
    ownership,
    handoff,
    usage,
    spotted,
    cases,
    oneCase,
    accountReview,
    circle,
    selling,
    forceSpace,
    teamSpace,
    coachingPeople,
    coachedPerson,
    oneToOne,
    programmes,
    programme,
    insight,
    settings,
    settingsSection,
    importList,
    importPage,
    help,
    elsewhere,
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  scrollToTopSelectors: ['[data-scroll-restoration-id=page]'],
  defaultPendingMs: 100,
  defaultPendingComponent: PageSkeleton,
  defaultErrorComponent: ({ error, reset }) => <CrashNotice error={error} onRetry={reset} />,
  defaultNotFoundComponent: NotFound,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
