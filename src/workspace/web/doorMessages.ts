import { messages } from '../../web/messages.ts';

/** Texts of the screens before one is inside. Apart from those of the settings, so that they load with little. */
export const t = messages('door', {
  name: 'Your name',
  email: 'E-mail',
  password: 'Password',
  'password new': 'New password',
  'password hint': 'At least 10 characters; a short sentence is easy to remember.',
  'password show': 'Show',
  'password hide': 'Hide',
  'password known': 'A new password, or the one you have if you signed in here before.',
  working: 'One moment',
  offline: 'The server cannot be reached. What you typed is kept; try again.',

  'sign in.title': 'Sign in',
  'sign in.do': 'Sign in',
  'sign in.forgotten': 'Forgotten your password? An owner of your workspace makes you a link for a new one.',
  'sign in.forgotten ask': 'Forgotten your password?',
  'forgotten.title': 'Forgotten your password?',
  'forgotten.intro': 'We send you a link with which you choose a new one.',
  'forgotten.do': 'Send the link',
  'forgotten.sent': 'Look into your mailbox',
  'forgotten.sent text':
    'If {{email}} belongs to somebody here, a letter with a link is on its way. It works once, within an hour. Nothing there? Look into the folder for unwanted mail.',
  'forgotten.back': 'Back to sign-in',
  'sign in.not kept':
    'This browser did not keep the sign-in. It does so only over https, or at http://localhost. Ask whoever runs the server for the right address.',

  'welcome.title': 'Welcome to Perennial',
  'welcome.intro':
    'You are the first one here. Make yourself the owner and give your workspace a name; colleagues are invited later.',
  'welcome.workspace': 'Workspace',
  'welcome.workspace hint': 'The name of your firm or team.',
  'welcome.do': 'Create the workspace',
  'welcome.place': 'The firm’s days follow {{zone}}, its money is {{currency}}. Settings change that.',

  'join.title': 'Join {{workspace}}',
  'join.intro': 'You were invited as {{name}}, with the e-mail address {{email}}.',
  'join.do': 'Join',
  'reset.title': 'Choose a new password',
  'reset.intro': 'After this you are signed out everywhere else.',
  'reset.do': 'Save and sign in',
  'link.over': 'This link does not work any more',
  'link.over do': 'Go to sign-in',

  'start.title': 'How do you want to begin?',
  'start.intro': 'You can do the others later; nothing here is for good.',
  'start.demo': 'Look at the demo company',
  'start.demo text': 'Some 60 customers over two years, with every kind of relationship. One click removes it.',
  'start.import': 'Bring in your customers',
  'start.import text':
    'Drop an export of your CRM, a table, contact cards or a calendar. Nothing is saved before you have seen it.',
  'start.empty': 'Start empty',
  'start.empty text': 'Add your first customer by hand.',

  'picture.line': 'See where every relationship stands, and why.',
});
