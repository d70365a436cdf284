import { renameSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { choosePlace, copyLocal, downloadFile, downloadUrlData, findUrlData } from '@reprise/pipelines/importing'
import { openUrlSource, resolveUrl } from '@reprise/pipelines/remotes'
import { RepriseError } from '@reprise/protocol'
import type { CommonOptions, Voice } from '../../project/index.ts'
import { knownRemotes, remoteOptions } from '../../transferring/remote-options.ts'
import { withPrefix } from '../../transferring/with-prefix.ts'

export async function getUrl(
  voice: Voice & { readonly signal: AbortSignal },
  [url, out]: [string, string | undefined],
  { force, jobs }: CommonOptions & { readonly force?: boolean; readonly jobs?: number },
): Promise<void> {
  await withPrefix(`failed to get '${url}'`, async () => {
    const place = choosePlace(url, out, { cwd: process.cwd(), isForced: force === true })
    const target = resolve(place)
    const unfinished = `${target}.${process.pid}.unfinished`
    try {
      const found = resolveUrl(url, knownRemotes())
      if (/^https?:\/\//i.test(found.url)) await downloadFile(found.url, unfinished, voice.signal)
      else if (!/^\w+:\/\//.test(found.url)) copyLocal(resolve(found.url), unfinished)
      else await download(found, { url, path: unfinished, signal: voice.signal, jobs })
      if (force === true) rmSync(target, { recursive: true, force: true })
      renameSync(unfinished, target)
    } finally {
      rmSync(unfinished, { recursive: true, force: true })
    }
    if (voice.isJson) voice.printJson({ path: place })
  })
}

interface Download {
  /** As it was typed. */
  readonly url: string
  readonly path: string
  readonly signal: AbortSignal
  readonly jobs: number | undefined
}

async function download(place: ReturnType<typeof resolveUrl>, { url, path, signal, jobs }: Download): Promise<void> {
  await using source = await openUrlSource(place, { ...remoteOptions(), jobs })
  const data = await findUrlData(source)
  if (data === undefined) throw new RepriseError('RESOURCE_DOES_NOT_EXIST', `The path '${url}' does not exist`)
  await downloadUrlData(source, data, { path, signal })
}
