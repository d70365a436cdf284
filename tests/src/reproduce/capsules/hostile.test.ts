import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createClient, type Client } from '@reprise/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPlace, type Place } from '../place.ts'
import { makeCapsule } from './make-capsule.ts'

const exec = promisify(execFile)
/** Changes a capsule with Python, whose library lets one write what ours would not. */
const maker = join(import.meta.dirname, 'make-hostile.py')
let place: Place
let client: Client
let capsule: string
beforeAll(async () => {
  place = await openPlace()
  client = createClient({ url: place.server.url })
  capsule = await makeCapsule(place)
})
afterAll(async () => place[Symbol.asyncDispose]())

async function makeHostile(kind: string): Promise<string> {
  const file = join(place.folder, `${kind}.zip`)
  await exec('python3', ['-W', 'ignore', maker, capsule, file, kind])
  return file
}

async function experimentNames(): Promise<string[]> {
  const { experiments } = await client.searchExperiments({ max_results: 1_000 })
  return experiments.map(({ name }) => name)
}

describe('what is no good capsule is refused in one line, and nothing is written:', () => {
  it.each([
    ['slip', 'evil'],
    ['inside', 'evil'],
    ['absolute', 'evil'],
    ['backslash', 'evil'],
    ['control', 'evil'],
    ['unlisted', 'members'],
    ['twice', 'twice'],
    ['folder', 'is a file and a folder'],
    ['not-utf8', 'not UTF-8'],
    ['link', 'link'],
    ['bomb', 'compressed'],
    ['overlap', 'is not where it should be'],
    ['many', 'manifest.json'],
    ['directory', 'its directory is damaged'],
    ['count', 'its directory is damaged'],
    ['prefix', 'its directory is damaged'],
    ['digest', 'digest'],
    ['json', 'not JSON'],
    ['text', 'run.json'],
    ['nested', 'run.json'],
    ['id', 'its run has no id'],
    ['point', 'line 1 of metrics/1.jsonl'],
    ['newer', 'format 2'],
    ['cut', 'cut off'],
    ['tail', 'cut off'],
    ['size', 'belong to no member'],
    ['nothing', 'no zip archive'],
  ])('%s', async (kind, word) => {
    const file = await makeHostile(kind)
    const { code, stdout, stderr } = await place.reprise(['capsule', 'import', file, '--experiment', `never-${kind}`])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(word)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr.length).toBeLessThan(1_000)
    // oxlint-disable-next-line no-control-regex -- what steers a terminal
    expect(stderr.trim()).not.toMatch(/[\u0000-\u001f\u007f]/)
    await expect(client.getExperimentByName({ experiment_name: `never-${kind}` })).rejects.toMatchObject({
      code: 'RESOURCE_DOES_NOT_EXIST',
    })
    await expect(stat(join(place.folder, 'evil'))).rejects.toThrow('ENOENT')
  })

  it.each(['params', 'name'])(
    'what only the server refuses leaves no run and no new experiment, and its name is free: %s',
    async (kind) => {
      const file = await makeHostile(kind)
      const experiment = `undone-${kind}`
      const { code, stderr } = await place.reprise(['capsule', 'import', file, '--experiment', experiment])
      expect(code).toBe(1)
      expect(stderr).toContain('is deleted again')
      expect(await experimentNames()).not.toContain(experiment)
      const good = await place.reprise(['capsule', 'import', capsule, '--again', '--experiment', experiment])
      expect(good.code, good.stderr).toBe(0)
      expect(await experimentNames()).toContain(experiment)
    },
  )
})

it('names that differ by case only are two files', async () => {
  const file = await makeHostile('case')
  const { stdout } = await place.reprise(['capsule', 'import', file])
  const { run } = await client.getRun({ run_id: stdout.trim() })
  const files = await client.listArtifacts(run.info.artifact_uri ?? '')
  expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['A.txt', 'a.txt']))
})
