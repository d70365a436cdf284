import { view } from '../entities/view.ts'
import { limits } from '../limits.ts'
import { message, optional, repeated, required } from '../schema/field.ts'
import { operation } from './operation.ts'

const viewId = required('string', 'The view.')
const oneView = message('ViewAnswer', { view: required(view, 'The view.') })

/** What people keep of pages of the web interface. Everybody sees the same views. */
export const viewOperations = {
  createView: operation({
    methods: ['POST'],
    path: '/views/create',
    family: 'reprise',
    effect: 'write',
    summary:
      'Save a view of a page under a name. The same view once more answers the one that is there; another one of that name is refused.',
    request: message('CreateView', {
      page: required('string', 'The page, such as runs, compare or run: lower-case letters, digits and hyphens.'),
      experiment_id: optional('string', 'The experiment whose page it is.'),
      name: required('string', `At most ${limits.viewNameLength} characters.`),
      query: optional('string', `The query string of the page, at most ${limits.viewQueryLength} characters.`),
      user_id: optional('string', 'Who saves it.'),
    }),
    response: oneView,
  }),
  updateView: operation({
    methods: ['POST'],
    path: '/views/update',
    family: 'reprise',
    effect: 'write',
    summary: 'Give a view another name or query. What is left out stays; the last write wins, unless last_update_time is sent.',
    request: message('UpdateView', {
      view_id: viewId,
      name: optional('string', 'The new name.'),
      query: optional('string', 'The new query string.'),
      last_update_time: optional('int64', 'As it was read: refused with RESOURCE_CONFLICT where somebody has changed the view since.'),
    }),
    response: oneView,
  }),
  listViews: operation({
    methods: ['GET'],
    path: '/views/list',
    family: 'reprise',
    effect: 'read',
    summary: 'The views that were saved, by name.',
    request: message('ListViews', {
      page: optional('string', 'Only of this page.'),
      experiment_id: optional('string', 'Only of this experiment.'),
      max_results: optional('int32', 'At most 1,000; default 200.'),
      page_token: optional('string', 'From the page before.'),
    }),
    response: message('ListViewsAnswer', {
      views: repeated(view, 'One page.'),
      next_page_token: optional('string', 'Present while more follow.'),
    }),
  }),
  deleteView: operation({
    methods: ['POST'],
    path: '/views/delete',
    family: 'reprise',
    effect: 'write',
    summary: 'Forget a view. Answers it, so that it can be created again.',
    request: message('DeleteView', { view_id: viewId }),
    response: oneView,
  }),
} as const
