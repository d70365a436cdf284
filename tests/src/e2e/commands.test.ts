import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { createClient, type Client } from '@reprise/client'
import { startRepriseServer, type RunningRepriseServer } from '@reprise/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileCache, reprise, results, type Ended } from './reprise.ts'
import { storeKinds, type Place } from './stores.ts'

// What differs between the stores is tested where they are; over PostgreSQL a few commands show that they reach it.
describe.each(storeKinds)('the commands on a server over $name', ({ name, missing, open }) => {
  const once = (title: string, test: () => Promise<void>): void => {
    if (name === 'SQLite') it(title, test)
  }
  let place: Place
  let server: RunningRepriseServer
  let client: Client
  beforeAll(async () => {
    if (missing) return
    place = await open()
    server = await startRepriseServer({ ...place, env: compileCache })
    client = createClient({ url: server.url })
  })
  afterAll(async () => {
    await server?.stop()
    await place?.[Symbol.asyncDispose]()
  })

  const run = (...args: string[]): Promise<Ended> => reprise(args, { env: { MLFLOW_TRACKING_URI: server.url } })
  const get = (...args: string[]): Promise<string> => results(args, { env: { MLFLOW_TRACKING_URI: server.url } })
  const json = async (...args: string[]): Promise<unknown> => JSON.parse(await get(...args, '--json'))

  describe.skipIf(missing)('experiments', () => {
    it('are made, listed, renamed, deleted and restored, by id and by name', async () => {
      const id = (await get('experiments', 'create', 'made')).trim()
      expect(id).toMatch(/^\d+$/)
      expect(await json('experiments', 'create', 'other')).toEqual({ experiment_id: expect.stringMatching(/^\d+$/) })
      expect(await get('experiments', 'rename', 'made', 'renamed')).toBe(`${id}  renamed  active\n`)
      expect(await json('experiments', 'list')).toMatchObject({
        experiments: expect.arrayContaining([expect.objectContaining({ experiment_id: id, name: 'renamed' })]),
      })
      expect(await get('experiments', 'list')).toMatch(/^ID  NAME .*CREATED .*ARTIFACTS\n/)

      expect(await get('experiments', 'delete', id, 'other')).toMatch(new RegExp(`^${id}  renamed  deleted\n\\d+  other  deleted\n$`))
      expect(await get('experiments', 'list')).not.toContain('renamed')
      expect(await get('experiments', 'list', '--deleted')).toContain('renamed')
      expect(await json('experiments', 'restore', 'renamed', 'other')).toMatchObject({
        experiments: [{ lifecycle_stage: 'active' }, { lifecycle_stage: 'active' }],
      })
    })

    once('that are not there, or there already, are an error that says what to do', async () => {
      expect(await run('experiments', 'delete', 'nowhere')).toEqual({
        code: 1,
        stdout: '',
        stderr: 'reprise: There is no experiment with id or name "nowhere". reprise experiments list shows what there is.\n',
      })
      const again = await run('experiments', 'create', 'Default', '--json')
      expect({ ...again, stderr: JSON.parse(again.stderr) as unknown }).toEqual({
        code: 1,
        stdout: '',
        stderr: { error_code: 'RESOURCE_ALREADY_EXISTS', message: expect.stringContaining('Default'), hint: expect.any(String) },
      })
    })
  })

  describe.skipIf(missing)('runs', () => {
    let ids: string[]
    beforeAll(async () => {
      const { experiment_id: experimentId } = await client.createExperiment({ name: 'listed' })
      ids = []
      for (let index = 0; index < 25; index++) {
        const { run: made } = await client.createRun({
          experiment_id: experimentId,
          run_name: `run ${index}`,
          start_time: Date.now() - index * 1_000,
        })
        const id = made.info.run_id
        const metrics = [{ key: 'loss', value: 1 / (index + 1), timestamp: 1, step: 1 }]
        await client.logBatch({ run_id: id, metrics, params: [{ key: 'lr', value: index % 2 === 0 ? '0.1' : '0.2' }], tags: [] })
        ids.push(id)
      }
    })

    once('are listed, the newest first, in 80 columns', async () => {
      const { stdout, stderr } = await run('runs', 'list', '-e', 'listed')
      const lines = stdout.trimEnd().split('\n')
      expect(lines[0]).toMatch(/^RUN +NAME +STATUS +AGE +TOOK +loss$/)
      expect(lines.slice(1).map((line) => line.slice(0, 32))).toEqual(ids.slice(0, 20))
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
      expect(stderr).toBe('There are more: -n 100 shows more of them.\n')
    })

    it('are searched, ordered, projected, and counted out', async () => {
      expect(
        await get(
          'runs',
          'search',
          "metrics.loss < 0.1 AND params.lr = '0.1'",
          '-e',
          'listed',
          '-q',
          '--order-by',
          'metrics.loss ASC',
          '-n',
          '3',
        ),
      ).toBe([ids[24], ids[22], ids[20]].map((id) => `${String(id)}\n`).join(''))
      const table = await get('runs', 'search', "params.lr = '0.2'", '-e', 'listed', '--columns', 'params.lr,metrics.loss', '-n', '1')
      expect(table).toMatch(/^RUN +NAME +STATUS .*params\.lr +metrics\.loss\n/)
      const found = await json('runs', 'search', 'metrics.loss = 1', '-e', 'listed')
      expect(found).toMatchObject({
        runs: [{ info: { run_id: ids[0], status: 'RUNNING' }, data: { params: [{ key: 'lr', value: '0.1' }] } }],
      })
      expect(await run('runs', 'search', 'metrics.loss > 9', '-e', 'listed')).toEqual({
        code: 0,
        stdout: '',
        stderr: 'No run is like that.\n',
      })
    })

    once('are searched only by what can be understood', async () => {
      const { code, stderr } = await run('runs', 'search', 'metrics.loss >')
      expect(code).toBe(1)
      expect(stderr).toMatch(/^reprise: .*\n {2}metrics\.loss >\n +\^ at character \d+\n {2}A value is missing here\.\n$/)
    })

    it('are shown and named by the beginning of their ids', async () => {
      const id = ids[0] ?? ''
      const shown = await get('runs', 'show', id.slice(0, 10))
      for (const part of [id, 'run 0', 'listed (', 'RUNNING', 'lr    0.1'.replace(/ +/g, ' ')])
        expect(shown.replace(/ +/g, ' ')).toContain(part)
      expect(await json('runs', 'show', id.slice(0, 10))).toMatchObject({ run: { info: { run_id: id } } })
      expect((await run('runs', 'show', 'f'.repeat(32))).stderr).toBe(`reprise: Run with id=${'f'.repeat(32)} not found.\n`)
      expect((await run('runs', 'show', '0000000000')).stderr).toBe(
        "reprise: No run's id begins with 0000000000. List them: reprise runs list\n",
      )
    })

    once('are compared, whole or only where they differ', async () => {
      const [first = '', second = ''] = ids
      const whole = await get('runs', 'compare', first, second)
      expect(whole).toMatch(new RegExp(`^FIELD +${first.slice(0, 12)} +${second.slice(0, 12)}\n`))
      expect(whole).toMatch(/^status +RUNNING +RUNNING$/m)
      const different = await json('runs', 'compare', first, second, '--diff')
      expect(different).toEqual({
        runs: [first, second],
        fields: expect.arrayContaining([
          { field: 'params.lr', values: ['0.1', '0.2'] },
          { field: 'metrics.loss', values: [1, 0.5] },
        ]),
      })
      expect(different).not.toMatchObject({ fields: expect.arrayContaining([expect.objectContaining({ field: 'status' })]) })
      expect((await run('runs', 'compare', first)).stderr).toBe(
        'reprise: Comparing takes two runs or more. See: reprise runs compare --help\n',
      )
    })

    it('are logged to', async () => {
      const id = ids[1] ?? ''
      const file = join(place.folder, 'note ü.txt')
      writeFileSync(file, 'a note')
      const options = [
        '--metric',
        'acc=0.5@3',
        '--metric',
        'acc=0.75@4',
        '--param',
        'from=shell',
        '--tag',
        'x=a=b',
        '--artifact',
        file,
        '--status',
        'finished',
      ]
      expect(await get('runs', 'log', id, ...options)).toBe(`${id}  2 metrics, 1 param, 1 tag, 1 artifact, FINISHED\n`)
      const { run: logged } = await client.getRun({ run_id: id })
      expect(logged).toMatchObject({
        info: { status: 'FINISHED', end_time: expect.any(Number) },
        data: {
          metrics: expect.arrayContaining([expect.objectContaining({ key: 'acc', value: 0.75, step: 4 })]),
          tags: expect.arrayContaining([{ key: 'x', value: 'a=b' }]),
        },
      })
      expect(await client.listArtifacts(logged.info.artifact_uri ?? '')).toEqual([{ path: 'note ü.txt', isFolder: false, size: 6 }])
      expect(await get('runs', 'show', id)).toContain('note ü.txt  6 B')
      expect(await json('runs', 'log', id, '--metric', 'acc=nan')).toEqual({ run_id: id, metrics: 1, params: 0, tags: 0, artifacts: 0 })
    })

    once('are left alone when something can not be logged', async () => {
      const id = ids[2] ?? ''
      expect(await run('runs', 'log', id, '--param', 'lr=9', '--metric', 'never=1')).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('Changing param values is not allowed'),
      })
      expect(await run('runs', 'log', id, '--metric', 'never=1', '--artifact', '/nowhere/x')).toMatchObject({
        code: 1,
        stderr: 'reprise: The artifact /nowhere/x can not be read (ENOENT).\n',
      })
      expect((await client.getRun({ run_id: id })).run.data?.metrics.map(({ key }) => key)).toEqual(['loss'])
    })

    it('are deleted and restored, several at once', async () => {
      const [first = '', second = ''] = ids.slice(5)
      expect(await get('runs', 'delete', first, second.slice(0, 12))).toBe(`${first}  deleted\n${second}  deleted\n`)
      expect((await get('runs', 'list', '-e', 'listed', '-q', '--deleted')).trim().split('\n').toSorted()).toEqual(
        [first, second].toSorted(),
      )
      expect(await get('runs', 'list', '-e', 'listed', '-q', '-n', '100')).not.toContain(first)
      expect(await json('runs', 'restore', first, second)).toEqual({
        runs: [
          { run_id: first, lifecycle_stage: 'active' },
          { run_id: second, lifecycle_stage: 'active' },
        ],
      })
      expect(await get('runs', 'list', '-e', 'listed', '-q', '-n', '100')).toContain(first)
    })

    it('are listed with the least values of their metrics', async () => {
      const [id = ''] = ids
      await client.logBatch({ run_id: id, metrics: [4, 2, 3].map((value, step) => ({ key: 'waves', value, timestamp: 1, step })) })
      const table = await get('runs', 'search', `run_id = '${id}'`, '--columns', 'min(metrics.waves)')
      expect(table).toMatch(/min\(metrics\.waves\)\s*\n.* 2\n/)
    })

    it('have saved views, which are listed and deleted', async () => {
      const { view } = await client.createView({ page: 'runs', experiment_id: '0', name: 'best', query: 'sort=loss' })
      const { view: other } = await client.createView({ page: 'compare', name: 'both' })
      expect(await get('views', 'list')).toMatch(new RegExp(`${view.view_id} +best +runs +0\\n${other.view_id} +both +compare`))
      expect(await json('views', 'list', '-e', '0')).toMatchObject({ views: [{ name: 'best', query: 'sort=loss' }] })
      expect(await get('views', 'delete', view.view_id)).toBe(`${view.view_id}  best\n`)
      expect(await json('views', 'delete', other.view_id)).toMatchObject({ views: [{ name: 'both' }] })
      expect((await run('views', 'delete', other.view_id)).code).not.toBe(0)
    })

    it('are moved to another experiment and back', async () => {
      const [first = '', second = ''] = ids.slice(5)
      const { experiment_id: from } = (await client.getRun({ run_id: first })).run.info
      const { experiment_id: to } = await client.createExperiment({ name: 'moved to' })
      expect(await get('runs', 'move', first, second.slice(0, 12), '--to', 'moved to')).toBe(
        `${first}  ${to}  moved to\n${second}  ${to}  moved to\n`,
      )
      expect((await get('runs', 'list', '-e', 'moved to', '-q')).trim().split('\n').toSorted()).toEqual([first, second].toSorted())
      expect(await json('runs', 'move', first, '--to', to)).toEqual({ experiment_id: to, moved: [] })
      expect(await json('runs', 'move', first, second, '--to', 'listed', '--no-children')).toEqual({
        experiment_id: from,
        moved: [first, second].map((id) => ({ run_id: id, from_experiment_id: to })),
      })
      expect((await run('runs', 'move', first, '--to', 'nowhere')).code).not.toBe(0)
    })
  })

  once('doctor finds nothing to mend', async () => {
    const { code, stdout } = await run('doctor')
    expect(code).toBe(0)
    expect(stdout).toContain(`server: ${server.url} answers (version 0.1.0), its experiments can be read`)
    expect(await json('doctor')).toMatchObject({
      findings: expect.arrayContaining([{ state: 'ok', about: 'server', detail: expect.any(String) }]),
    })
  })
})
