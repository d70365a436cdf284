import { renameSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { choosePlace, copyLocal, downloadFile } from '@reprise/pipelines'
import { RepriseError } from '@reprise/protocol'
import type { CommonOptions, Voice } from '../../project/index.ts'
import { withPrefix } from '../../transferring/with-prefix.ts'

export async function getUrl(
  voice: Voice & { readonly signal: AbortSignal },
  [url, out]: [string, string | undefined],
  { force }: CommonOptions & { readonly force?: boolean },
): Promise<void> {
  await withPrefix(`failed to get '${url}'`, async () => {
    const place = choosePlace(url, out, { cwd: process.cwd(), isForced: force === true })
    const target = resolve(place)
    const unfinished = `${target}.${process.pid}.unfinished`
    try {
      if (/^https?:\/\//i.test(url)) await downloadFile(url, unfinished, voice.signal)
      else if (/^\w+:\/\//.test(url))
        throw new RepriseError('NOT_IMPLEMENTED', `unsupported URL '${url}': paths, http:// and https:// can be read.`)
      else copyLocal(resolve(url), unfinished)
      if (force === true) rmSync(target, { recursive: true, force: true })
      renameSync(unfinished, target)
    } finally {
      rmSync(unfinished, { recursive: true, force: true })
    }
    if (voice.isJson) voice.printJson({ path: place })
  })
}
