import { expect, test } from 'vitest'
import { ask } from './ask.ts'
import type { OpenStore } from './opened-store.ts'
import { withStore } from './with-store.ts'

export function describeShares(open: OpenStore): void {
  test(
    'are kept under tokens that nobody can guess and the store does not know, listed, and revoked for good',
    withStore(open, async (opened) => {
      const { store } = opened
      const ids = await Promise.all([1, 2, 3].map(async () => (await ask(store, 'createRun', { experiment_id: '0' })).run.info.run_id))
      const [a = '', b = '', c = ''] = ids
      const { share, token } = await ask(store, 'createShare', {
        run_ids: [a, b, a],
        baseline: b,
        metrics: ['val/*'],
        title: 'For Ada',
        user_id: 'bob',
      })
      expect(share).toMatchObject({ run_ids: [a, b], baseline: b, metrics: ['val/*'], title: 'For Ada', user_id: 'bob' })
      expect(share.expiry_time).toBeUndefined()
      const expiry_time = Date.now() + 3_600_000
      expect(Buffer.from(token, 'base64url')).toHaveLength(32)
      const { share: other, token: otherToken } = await ask(store, 'createShare', { run_ids: [c], expiry_time })
      expect(otherToken).not.toBe(token)
      expect(other.expiry_time).toBe(expiry_time)
      await opened.reopen()
      const idsOf = async (request: object) => (await ask(opened.store, 'listShares', request)).shares.map(({ share_id }) => share_id)
      expect(await idsOf({})).toEqual([other.share_id, share.share_id])
      const known = JSON.stringify((await ask(opened.store, 'listShares', {})).shares)
      expect([token, otherToken].filter((one) => known.includes(one))).toEqual([])
      await expect(ask(opened.store, 'getShare', { token: share.share_id })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
      expect(await idsOf({ run_id: b })).toEqual([share.share_id])
      const first = await ask(opened.store, 'listShares', { max_results: 1 })
      expect(await idsOf({ page_token: first.next_page_token })).toEqual([share.share_id])
      expect((await ask(opened.store, 'getShare', { token })).share).toEqual(share)
      await ask(opened.store, 'revokeShare', { share_id: share.share_id })
      await ask(opened.store, 'revokeShare', { token })
      expect(await idsOf({})).toEqual([other.share_id])
      await expect(ask(opened.store, 'getShare', { token })).rejects.toMatchObject({ code: 'RESOURCE_DOES_NOT_EXIST' })
    }),
  )

  test(
    'are refused of runs that are not there, and of times that are over',
    withStore(open, async ({ store }) => {
      const { run } = await ask(store, 'createRun', { experiment_id: '0' })
      const { run_id } = run.info
      const refused = async (request: object, message: string) =>
        expect(ask(store, 'createShare', request as never)).rejects.toThrow(message)
      await refused({ run_ids: [] }, "'run_ids'")
      await refused({ run_ids: ['f'.repeat(32)] }, 'not found')
      await refused({ run_ids: [run_id], expiry_time: 1 }, "'expiry_time' (1) is in the past")
      await refused({ run_ids: [run_id], baseline: 'x' }, 'The baseline x is not one of the runs')
      await refused({ run_ids: Array.from({ length: 51 }, (_, at) => `${at}`) }, 'At most 50 runs')
      await refused({ run_ids: [run_id], title: 'x'.repeat(201) }, "'title' exceeds")
      await expect(ask(store, 'revokeShare', { token: 'nobody' })).rejects.toThrow('There is no such share')
      await expect(ask(store, 'revokeShare', { share_id: 'nobody' })).rejects.toThrow('There is no such share')
      await expect(ask(store, 'revokeShare', {})).rejects.toThrow("'share_id'")
    }),
  )
}
