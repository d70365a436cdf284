import { renameSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { choosePlace, findInSource, takeFromSource } from '@reprise/pipelines/importing'
import { RepriseError } from '@reprise/protocol'
import type { CommonOptions, Voice } from '../../project/index.ts'
import { openScratch } from '../../transferring/open-scratch.ts'
import { withPrefix } from '../../transferring/with-prefix.ts'

export interface GetOptions extends CommonOptions {
  readonly out?: string
  readonly rev?: string
  readonly force?: boolean
  readonly remote?: string
  readonly jobs?: number
}

export async function get(
  voice: Voice & { readonly signal: AbortSignal },
  [url, given]: [string, string],
  options: GetOptions,
): Promise<void> {
  await withPrefix(`failed to get '${given}' from '${url}'`, async () => {
    const place = choosePlace(given, options.out, { cwd: process.cwd(), isForced: options.force === true })
    if (place.endsWith('.dvc'))
      throw new RepriseError('INVALID_PARAMETER_VALUE', 'the given path is a DVC file, you must specify a data file or a directory')
    await using scratch = await openScratch(url, { revision: options.rev, remoteName: options.remote, jobs: options.jobs })
    const path = given.replace(/^\.\//, '').replace(/\/+$/, '')
    const take = { cache: scratch.cache, signal: voice.signal }
    const item = await findInSource(scratch.source, path, take)
    const target = resolve(place)
    const unfinished = `${target}.${process.pid}.unfinished`
    try {
      await takeFromSource(scratch.source, { item, path }, { ...take, target: unfinished })
      if (options.force === true) rmSync(target, { recursive: true, force: true })
      renameSync(unfinished, target)
    } finally {
      rmSync(unfinished, { recursive: true, force: true })
    }
    if (voice.isJson) voice.printJson({ path: place, files: item.files.length })
  })
}
