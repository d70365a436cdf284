import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startRecordingServer } from '../testing/recording-server.ts'
import { temporaryFolder } from '../testing/temporary-folder.ts'
import { testTracker } from '../testing/test-tracker.ts'
import { captureEnvironment } from './index.ts'

const start = process.cwd()
afterEach(() => process.chdir(start))

function enterRepository(folder: string): void {
  process.chdir(folder)
  execFileSync('git', ['init', '-q', '-b', 'main'])
  writeFileSync('train.py', 'print(1)\n')
  execFileSync('git', ['add', '--all'])
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@localhost', '-c', 'commit.gpgsign=false', 'commit', '-q', '-m', 'Train'])
}

describe('captureEnvironment', () => {
  it('gives the active run its params and, under environment/, its files', async () => {
    using folder = temporaryFolder()
    using work = temporaryFolder()
    enterRepository(work.path)
    using tracker = testTracker(join(folder.path, 'runs'))
    const outputDir = join(folder.path, 'made', 'here')
    const environment = await tracker.withRun({ name: 'captured' }, () => captureEnvironment({ outputDir, logToRun: true }))

    const [run] = await tracker.searchRuns().toArray()
    expect(run?.params).toEqual(environment.params)
    expect(run?.params).toMatchObject({ platform_system: expect.any(String), git_branch: 'main', git_uncommitted_changes: 'False' })
    const files = await tracker.client.listArtifacts(run!.artifactUri!, 'environment')
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['environment/requirements.txt', 'environment/system_info.json']))
    expect(environment.artifacts['requirements.txt']).toBe(join(outputDir, 'requirements.txt'))
    expect(JSON.parse(readFileSync(join(outputDir, 'system_info.json'), 'utf8'))).toEqual(environment.systemInfo)
    expect(tracker.problems).toEqual([])
  })

  it('logs nothing unless it is told to, and to a run that is given', async () => {
    using folder = temporaryFolder()
    using tracker = testTracker(join(folder.path, 'runs'))
    const [one, other] = [await tracker.startRun({ name: 'one' }), await tracker.startRun({ name: 'other' })]
    const environment = await captureEnvironment({ outputDir: folder.path })
    expect(await environment.logToRun({ run: one })).toBe(true)
    await Promise.all([one.end(), other.end()])
    expect((await tracker.getRun(one.id)).params).toEqual(environment.params)
    expect((await tracker.getRun(other.id)).params).toEqual({})
  })

  it('does not fail a run that can not be logged to', async () => {
    using folder = temporaryFolder()
    const server = await startRecordingServer()
    server.interfere = ({ path }) => (path.startsWith('artifacts/') ? 400 : undefined)
    using tracker = testTracker(server.url)
    const problems: string[] = []
    const onProblem = ({ message }: Error): void => void problems.push(message)
    await tracker.withRun({}, async (run) => {
      run.logParam('platform_system', 'another')
      await captureEnvironment({ outputDir: folder.path, logToRun: true, onProblem })
    })
    expect([...server.state.runs.values()].map(({ info }) => info['status'])).toEqual(['FINISHED'])
    expect(problems.join('\n')).toContain('the param platform_system could not be logged: ')
    expect(problems.join('\n')).toContain('environment/system_info.json could not be logged: ')
    await server.close()
  })

  it('says that no run is active before it looks at anything', async () => {
    using folder = temporaryFolder()
    const outputDir = join(folder.path, 'new')
    await expect(captureEnvironment({ outputDir, logToRun: true })).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect(existsSync(outputDir)).toBe(false)
  })

  it('names a folder that can not be written', async () => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'file'), '')
    await expect(captureEnvironment({ outputDir: join(folder.path, 'file', 'below') })).rejects.toMatchObject({
      code: 'PERMISSION_DENIED',
      message: expect.stringContaining(join(folder.path, 'file', 'below')),
    })
  })

  it('refuses uncommitted changes where a clean work tree is required', async () => {
    using folder = temporaryFolder()
    using work = temporaryFolder()
    process.chdir(work.path)
    const capture = () => captureEnvironment({ outputDir: folder.path, requireClean: true })
    await expect(capture()).rejects.toThrow('A clean work tree needs git')
    enterRepository(work.path)
    expect((await capture()).params['git_uncommitted_changes']).toBe('False')
    writeFileSync('train.py', 'print(2)\n')
    await expect(capture()).rejects.toThrow('There are uncommitted changes in')
  })
})
