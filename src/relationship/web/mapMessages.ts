import { messages } from '../../web/messages.ts';

/** The words of Relationships. */
export const t = messages('relationships', {
  title: 'Relationships',
  'view.label': 'Ways to look at it',
  'view.map': 'Cycle map',
  'view.board': 'Board',
  'view.table': 'Table',
  'as known': 'As known on',
  'as known today': 'Back to today',
  'new account': 'New account',
  people: 'People',
  largest: 'The {{shown}} largest of {{count}} accounts are single dots; the rest are rings with their number.',
  empty: 'Every account becomes a dot on this curve: where it stands, how much it is worth, and where it is going.',
  'empty.add': 'Add the first account',
  'empty.demo': 'Bring in your customers, or look at the demo company',
  nobody: 'nobody',

  views: 'Saved views',
  'views.none': 'No saved view yet',
  'views.mine': 'Mine',
  'views.shared': 'Shared with me',
  'views.save': 'Save view',
  'views.title': 'Save this view',
  'views.name': 'Name',
  'views.name hint': 'Such as: dairy customers that fall back',
  'views.shared with all': 'Everyone in the workspace sees it',
  'views.pinned': 'Pinned to the top of the list',
  'views.do': 'Save',
  'views.saved': 'View saved: {{name}}',
  'views.remove': 'Remove the view {{name}}',
  'views.removed': 'View removed: {{name}}',
});
