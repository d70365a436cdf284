/**
 * Runs commands of `reprise` for a test: lines `{folder, args, env}` come in, lines `{code, stdout, stderr}` go out through file descriptor 3. It is the program itself, started anew
 * within one process for each command, since starting a process takes longer than most commands.
 */
import { createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'

interface Request {
  readonly folder: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

const main = process.argv[2] ?? ''
const answers = createWriteStream('', { fd: 3 })
const answer = (value: unknown): boolean => answers.write(`${JSON.stringify(value)}\n`)
const environment = { ...process.env }
process.setMaxListeners(0)
process.stdout.setMaxListeners(0)
// A program that is done ends its process, sometimes later.
Object.defineProperty(process, 'exit', { value: () => undefined })
let count = 0
answer({ ready: true })
for await (const line of createInterface({ input: process.stdin })) answer(await run(JSON.parse(line) as Request))

async function run({ folder, args, env }: Request): Promise<{ code: number; stdout: string; stderr: string }> {
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    process[name].write = (text: string | Uint8Array) => {
      said[name] += typeof text === 'string' ? text : Buffer.from(text).toString()
      return true
    }
  for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name]
  Object.assign(process.env, environment, env)
  process.chdir(folder)
  process.exitCode = undefined
  process.argv.splice(2, Infinity, ...args)
  count += 1
  await import(`${main}?${count}`)
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.removeAllListeners(name)
  return { code: Number(process.exitCode ?? 0), ...said }
}
