import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createTemporaryFolder, startRepriseServer } from '@reprise/testing'
import { expect, it } from 'vitest'
import { record } from './running/run-command.ts'

/** What was planted, by the place where it stands. None may reach the store. */
const planted = new Map<string, string>()

/** Puts a secret into a text. They are put together here, so that they are found in no source file. */
function plant(place: string, ...parts: readonly string[]): string {
  const secret = parts.join('')
  planted.set(place, secret)
  return secret
}

const inArguments = (): string[] => [
  '--api-key',
  plant('option', 'opt', '1KeyAaa'),
  `--password=${plant('option with =', 'opt', '2PwBbb')}`,
  '-p',
  plant('-p', 'hunt', 'er2'),
  '--header',
  `Authorization: Bearer ${plant('header', 'bear', '3TokCcc')}`,
  '-H',
  `X-Api-Key: ${plant('own header', 'head', '4KeyDdd')}`,
  '-u',
  `bob:${plant('user and password', 'user', '5PwEee')}`,
  '--cookie',
  `session=${plant('cookie', 'cook', '6SessFff')}`,
  `DB_PASSWORD=${plant('assignment', 'assi', '7PwGgg')}`,
  `https://user:${plant('address', 'addr', '8PwHhh')}@host/x`,
  `https://host/x?api_key=${plant('query', 'quer', '9KeyIii')}`,
  `https://h/x?sig=${plant('signature', 'sign', '10abcJjj')}`,
  plant('AWS key', 'AKIA', 'IOSFODNN7QWERTYU'),
  plant('GitHub token', 'ghp_', 'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789'),
  plant('API key', 'sk-proj-', 'Zx9Cv8Bn7Mq6We5Rt4Yu3'),
  plant('JWT', 'eyJhbGciOiJIUzI1NiJ9.', 'eyJzdWIiOiIxMjM0In0.abcDEF123ghi'),
  `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${plant('private key', 'MIIEow', 'IBAAKCAQEAxyz')}\n-----END RSA ${'PRIVATE'} KEY-----`,
  `curl -H 'Authorization: token ${plant('header in a script', 'scri', '11TokKkk')}' https://host`,
]

/** None of them is committed. */
const inFiles = (): Record<string, string> => ({
  '.env': `DB_PASSWORD=${plant('.env', 'file', '12PwLll')}\n`,
  'settings.py': `debug = True\nslack_token = "${plant('change of a program', 'xoxb-', '123456789012-Lk9Jh8Gf7Ds6')}"\npassword = '${plant('password in a program', 'hunter2', 'isMyPw')}'\n`,
  'config.json': `{"api_token": "${plant('JSON', 'glpat-', 'Mn7Bv6Cx5Zl4Kj3Hg2Fd')}"}\n`,
  'config.yaml': `password: ${plant('YAML', 'yaml', '13PwMmm')}\n`,
  'pip.conf': `[global]\nindex-url = https://user:${plant('pip.conf', 'pip', '14PwNnn')}@pypi.example/simple\n`,
  '.npmrc': `//registry.example/:_authToken=${plant('.npmrc', 'npm', '15TokOoo')}\n`,
  'requirements.txt': `${['--index', 'url'].join('-')} https://user:${plant('requirements', 'reqs', '16PwPpp')}@pypi.example/simple\n`,
  'package-lock.json': `{"packages":{"node_modules/y":{"${'resolved'}":"https://u:${plant('lock file', 'lock', '17PwQqq')}@npm.example/y.tgz"}}}`,
  'key.txt': `-----BEGIN ${'PRIVATE'} KEY-----\n${plant('key file', 'MIIEvQ', 'IBADANBgkq')}\n-----END ${'PRIVATE'} KEY-----\n`,
  '.aws/credentials': `aws_secret_access_key = ${plant('credentials', 'abcdEFGH', '1234ijklMNOP5678')}\n`,
  '.docker/config.json': `{"auths":{"x":{"auth":"${plant('docker', 'ZG9ja2Vy', 'OnB3ZDEyMzQ1')}"}}}`,
})

const inVariables = (): Record<string, string> => ({
  SERVICE_TOKEN: plant('variable', 'tok-', 'Zq8vN4wR7tY2uI5oP1aS'),
  DATABASE_URL: `postgres://u:${plant('variable with an address', 'vari', '18PwRrr')}@h/db`,
  PIP_INDEX_URL: `https://u:${plant('variable of pip', 'pipv', '19PwSss')}@h/simple`,
  NPM_CONFIG__AUTH: plant('variable of npm', 'npmv', '20AuthTtt'),
  HF_HUB_KEY: plant('variable on the list of those that may be shown', 'hfhu', '21KeyUuu'),
})

it('keeps no secret: not of arguments, params, tags, variables, files, addresses, changes, streams or inputs', async () => {
  await using folder = await createTemporaryFolder('run-secrets')
  const cwd = join(folder.path, 'work')
  mkdirSync(cwd)
  const git = (...args: string[]): unknown =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.example', ...args], { cwd, stdio: 'pipe' })
  git('init', '-q')
  writeFileSync(join(cwd, 'settings.py'), 'debug = True\n')
  writeFileSync(join(cwd, '.gitignore'), 'out.txt\n')
  git('add', '-A')
  git('commit', '-qm', 'first')
  git('remote', 'add', 'origin', `https://someone:${plant('remote', 'ghp_', 'Q1w2E3r4T5y6U7i8O9p0A1s2D3f4G5h6J7k8')}@example.com/work.git`)
  git(
    'remote',
    'add',
    'other',
    `https://${plant('remote with a token', 'ghs_', 'Tz8Qw1Er2Ty3Ui4Op5As6Df7Gh8Jk9Lz0Xc')}@example.com/work.git`,
  )
  git('config', 'http.extraheader', `Authorization: Basic ${plant('git config', 'Ym9iOnMz', 'Y3IzdHB3ZXh0cmE=')}`)
  const files = inFiles()
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true })
    writeFileSync(join(cwd, path), content)
  }
  const env = inVariables()
  const printed = plant('output and output file', 'AKIA', 'PQRSTUVWXYZ12345')
  const script = `
import os, sys, settings
for name in ${JSON.stringify(Object.keys(files).filter((name) => name !== '.docker/config.json'))}: print(open(name).read())
print(sys.stdin.read(), os.environ['SERVICE_TOKEN'])
open('out.txt', 'w').write(sys.stdin.read() + 'aws_access_key_id = ' + 'AK' + 'IA' + '${printed.slice(4)}')
`
  const server = await startRepriseServer({ store: join(folder.path, 'runs.db'), artifacts: join(folder.path, 'artifacts') })
  const run = await record(
    ['python3', '-c', script.replace(printed.slice(4), [...printed].slice(4).toReversed().join('') + "'[::-1] + '"), ...inArguments()],
    {
      url: server.url,
      cwd,
      env,
      options: ['--param', `api_key=${plant('param', 'para', '22KeyVvv')}`, '--tag', `password=${plant('tag', 'tagg', '23PwWww')}`],
      input: `aws_access_key_id = ${plant('standard input', 'AKIA', 'GHIJKLMNOPQRST12')}\nSERVICE_TOKEN ${env['SERVICE_TOKEN'] ?? ''}\n`,
    },
  )
  expect(run.status).toBe('FINISHED')
  expect(run.wrapped.stdout.toString()).toContain(planted.get('standard input'))
  expect(readFileSync(join(cwd, 'out.txt'), 'utf8')).toContain(printed)
  await server.stop()

  const stored = listFiles(folder.path).filter((file) => !file.startsWith(cwd))
  expect(stored.length).toBeGreaterThan(5)
  const packs = stored.filter((file) => file.endsWith('.pack'))
  expect(packs.length).toBe(2)
  const texts = [
    ...stored.map((file) => [file, readFileSync(file).toString('latin1')] as const),
    ['the packs', unpack(packs, join(folder.path, 'unpacked'))] as const,
  ]
  expect(texts.at(-1)?.[1]).toContain('debug = True')
  const found = [...planted].flatMap(([place, secret]) => texts.filter(([, text]) => text.includes(secret)).map(([file]) => [place, file]))
  expect(found).toEqual([])
  expect(planted.size).toBeGreaterThan(38)
  expect(run.record.inputs.filter(({ kept }) => kept !== undefined)).toEqual([])
  expect(run.record.command.argv.slice(3, 8)).toEqual(['--api-key', '[secret:API_KEY]', '--password=[secret:PASSWORD]', '-p', '[secret:P]'])
  expect(run.params['api_key']).toBe('[secret:API_KEY]')
  expect(run.record.code.remotes.map(({ url }) => url).join()).not.toContain('someone')
}, 240_000)

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
