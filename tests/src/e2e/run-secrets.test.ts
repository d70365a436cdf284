import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTemporaryFolder, startRepriseServer } from '@reprise/testing'
import { expect, it } from 'vitest'
import { record } from './running/run-command.ts'

/** Each stands in another place; none may reach the store. Put together here, so that they are found in no source file. */
const secrets = {
  argument: ['sk', 'live', 'A1b2C3d4E5f6G7h8I9j0'].join('_'),
  variable: ['tok', 'Zq8vN4wR7tY2uI5oP1aS'].join('-'),
  file: ['pw', 'Hj3kL9zX6cV1bN4mQ8w'].join('-'),
  address: ['ghp', 'Q1w2E3r4T5y6U7i8O9p0A1s2D3f4G5h6J7k8'].join('_'),
  change: ['xoxb', '123456789012', 'Lk9Jh8Gf7Ds6Aq5We4Rt3Yu2'].join('-'),
  output: ['AKIA', 'IOSFODNN7QWERTYU'].join(''),
  input: ['glpat', 'Mn7Bv6Cx5Zl4Kj3Hg2Fd'].join('-'),
}

it('keeps no secret: not of arguments, variables, files, addresses, changes, streams or inputs', async () => {
  await using folder = await createTemporaryFolder('run-secrets')
  const cwd = join(folder.path, 'work')
  mkdirSync(cwd)
  const git = (...args: string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], { cwd, stdio: 'pipe' })
  git('init', '-q')
  writeFileSync(join(cwd, 'settings.py'), 'debug = True\n')
  writeFileSync(join(cwd, '.gitignore'), '*.json\n')
  git('add', '-A')
  git('commit', '-qm', 'first')
  git('remote', 'add', 'origin', `https://someone:${secrets.address}@example.com/work.git`)
  writeFileSync(join(cwd, 'settings.py'), `debug = True\nslack_token = "${secrets.change}"\n`)
  writeFileSync(join(cwd, '.env'), `DB_PASSWORD=${secrets.file}\n`)
  writeFileSync(join(cwd, 'config.json'), `{"api_token": "${secrets.input}"}\n`)
  const script = `open('.env').read(); open('config.json').read(); import sys, settings; print(sys.stdin.read(), '${'aws_access_key_id'} =', sys.argv[2][::-1])`
  const server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
  const run = await record(
    ['python3', '-c', script, '--api-key', [...secrets.argument].toReversed().join(''), `--password=${secrets.argument}`],
    {
      url: server.url,
      cwd,
      env: { SERVICE_TOKEN: secrets.variable },
      input: `aws_access_key_id = ${secrets.output}\nSERVICE_TOKEN ${secrets.variable}\n`,
    },
  )
  expect(run.wrapped.stdout.toString()).toContain(secrets.output)
  expect(run.wrapped.stdout.toString()).toContain(secrets.argument)
  await server.stop()

  const stored = listFiles(folder.path).filter((file) => !file.startsWith(cwd))
  expect(stored.length).toBeGreaterThan(5)
  for (const [place, secret] of Object.entries(secrets)) {
    expect([place, stored.filter((file) => readFileSync(file).includes(secret))]).toEqual([place, []])
  }
  const objects = unpack(
    stored.filter((file) => file.endsWith('.pack')),
    join(folder.path, 'unpacked'),
  )
  expect(objects).toContain('debug = True')
  for (const place of ['file', 'address'] as const) expect([place, objects.includes(secrets[place])]).toEqual([place, false])
  expect(run.record.inputs).toMatchObject([
    { path: '.env', not_kept: expect.any(String) as string },
    { path: 'config.json', not_kept: expect.any(String) as string },
  ])
  expect(run.record.command.argv.slice(3)).toEqual(['--api-key', '[secret:API_KEY]', '--password=[secret:PASSWORD]'])
  expect(run.record.code.remotes.map(({ url }) => url).join()).not.toContain('someone')
}, 60_000)

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => statSync(path).isFile())
}

/** All that the packs of git hold: in the packs themselves it is compressed. */
function unpack(packs: readonly string[], folder: string): string {
  execFileSync('git', ['init', '-q', folder])
  for (const pack of packs) execFileSync('git', ['unpack-objects', '-q'], { cwd: folder, input: readFileSync(pack), stdio: 'pipe' })
  const listed = execFileSync('git', ['cat-file', '--batch-all-objects', '--batch'], { cwd: folder })
  return listed.toString('latin1')
}
