import { share } from '../entities/share.ts'
import { limits } from '../limits.ts'
import { message, optional, repeated, required } from '../schema/field.ts'
import { stillRequest } from '../still/still-request.ts'
import { operation } from './operation.ts'

const TOKEN = 'The token of its link: what stands behind /s/.'

/** Links under which runs can be read, and nothing else of the server. */
export const shareOperations = {
  createShare: operation({
    methods: ['POST'],
    path: '/shares/create',
    family: 'reprise',
    effect: 'write',
    summary: 'Make a link under which some runs can be read, as they are whenever it is opened.',
    request: message('CreateShare', {
      ...stillRequest.fields,
      title: optional('string', `At most ${limits.shareTitleLength} characters.`),
      user_id: optional('string', 'Who shares it.'),
      expiry_time: optional('int64', 'Milliseconds since 1970, in the future; absent: until it is revoked.'),
    }),
    response: message('CreateShareAnswer', {
      share: required(share, 'The share.'),
      token: required('string', 'All that it takes to read it: the page is at /s/ and the token. It is told once, and not kept.'),
    }),
  }),
  getShare: operation({
    methods: ['GET'],
    path: '/shares/get',
    family: 'reprise',
    effect: 'read',
    summary: 'What a link shows. One that has expired, was revoked or never was is not there.',
    request: message('GetShare', { token: required('string', TOKEN) }),
    response: message('ShareAnswer', { share: required(share, 'The share.') }),
  }),
  listShares: operation({
    methods: ['GET'],
    path: '/shares/list',
    family: 'reprise',
    effect: 'read',
    summary: 'Links that were not revoked, the newest first; expired ones too.',
    request: message('ListShares', {
      run_id: optional('string', 'Only those that show this run.'),
      max_results: optional('int32', 'At most 1,000; default 200.'),
      page_token: optional('string', 'From the page before.'),
    }),
    response: message('ListSharesAnswer', {
      shares: repeated(share, 'One page.'),
      next_page_token: optional('string', 'Present while more follow.'),
    }),
  }),
  revokeShare: operation({
    methods: ['POST'],
    path: '/shares/revoke',
    family: 'reprise',
    effect: 'write',
    summary: 'Make a link lead nowhere, for good.',
    request: message('RevokeShare', {
      share_id: optional('string', 'Which; or its token.'),
      token: optional('string', TOKEN),
    }),
    response: message('Revoked', {}),
  }),
} as const
