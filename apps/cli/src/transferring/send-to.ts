import type { SendData } from '@reprise/pipelines/importing'
import type { RemoteStore } from '@reprise/pipelines/remotes'
import { pushData } from '@reprise/pipelines/transfers'

/** Sends what is in a cache to a remote. Throws what of it failed first. */
export function sendTo(remote: RemoteStore, signal: AbortSignal): SendData {
  return async (cache, data) => {
    const { failed } = await pushData(cache, remote, { wanted: [data], signal })
    const [first] = failed
    if (first !== undefined) throw first.error
  }
}
