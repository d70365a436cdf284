import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Cause } from '@reprise/compare'

/** Something in the program that may make it come out different each time. */
export type Hint = Pick<Cause, 'kind' | 'subject' | 'evidence'>

interface Sign {
  readonly kind: Cause['kind']
  readonly pattern: RegExp
  readonly why: string
}

const signs: readonly Sign[] = [
  {
    kind: 'time',
    why: 'it reads the clock',
    pattern:
      /\btime\.(?:time|time_ns|perf_counter|monotonic)\(|datetime\.(?:datetime\.)?(?:now|utcnow|today)\(|date\.today\(|Date\.now\(|new Date\(\)|performance\.now\(|\bSys\.time\(|\$\(date\b|`date\b|\$(?:SECONDS|EPOCHSECONDS|EPOCHREALTIME)\b|(?:^|[|;&]\s*)date\b/m,
  },
  {
    kind: 'seed',
    why: 'it draws random numbers without a fixed seed, as far as can be seen',
    pattern:
      /\brandom\.(?:random|randint|choice|shuffle|sample|uniform|gauss|seed\(\))|np\.random\.\w+\(|default_rng\(\)|torch\.rand|Math\.random\(|\$RANDOM\b|os\.urandom|secrets\.\w+\(|uuid4\(|randomUUID\(|\/dev\/u?random|crypto\.randomBytes|getRandomValues/,
  },
  {
    kind: 'network',
    why: 'it asks the network',
    pattern:
      /\brequests\.(?:get|post)\(|urllib\.request|urlopen\(|http\.client|\bsocket\.(?:socket|create_connection)\(|\bfetch\(|\bcurl\b|\bwget\b|axios\b|https?\.get\(|hf_hub_download|load_dataset\(|from_pretrained\(/,
  },
  {
    kind: 'order',
    why: 'the order of what it goes through is not fixed',
    pattern:
      /\bfor\s+\w+\s+in\s+set\(|\blist\(set\(|os\.listdir\(|glob\.glob\(|\.iterdir\(|os\.walk\(|readdirSync\(|as_completed\(|imap_unordered|\bhash\(/,
  },
  {
    kind: 'threads',
    why: 'it does several things at once',
    pattern:
      /\bThreadPoolExecutor|ProcessPoolExecutor|multiprocessing|threading\.Thread|num_workers\s*=\s*[1-9]|worker_threads|xargs\s+-P|&\s*$/m,
  },
]
/** A seed that is fixed somewhere takes the suspicion off random numbers. */
const fixedSeed = /\bseed\(\s*\w|manual_seed\(|default_rng\(\s*\w|RandomState\(\s*\w|Random\(\s*\w|seedrandom\(\s*['"\w]/
const source = /\.(?:py|[cm]?[jt]s|sh|bash|r|R|jl|pl|rb)$/
const LARGEST = 512 * 1_024
const MOST = 300
/** Hints of one kind: more say no more. */
const MOST_OF_KIND = 3

/** Looks into the programs of a folder, and into the command itself, for what makes results vary. These are suspicions only. */
export async function scanCode(root: string, argv: readonly string[]): Promise<Hint[]> {
  const sources = await readSources(root)
  const near = sources.toSorted((a, b) => distance(a.name, argv) - distance(b.name, argv))
  const texts = [{ name: 'the command', text: argv.join('\n') }, ...near]
  const hints = texts.flatMap(({ name, text }) =>
    signs.flatMap(({ kind, pattern, why }): Hint[] => {
      const found = pattern.exec(text)
      if (found === null || (kind === 'seed' && fixedSeed.test(text.replace(/seed\(\s*(?:int\()?(?:time|os|Date)/g, '')))) return []
      const line = text.slice(0, found.index).split('\n').length
      return [{ kind, subject: `${name}:${line}`, evidence: `${why}: ${found[0].trim()}` }]
    }),
  )
  return [...Map.groupBy(hints, ({ kind }) => kind).values()].flatMap((ofKind) => ofKind.slice(0, MOST_OF_KIND))
}

/** How far a file is from the programs that the command names: 0 for those themselves, then by folders up and down. */
function distance(name: string, argv: readonly string[]): number {
  const steps = argv.filter((word) => source.test(word)).map((word) => countSteps(dirname(name), dirname(word)))
  return argv.includes(name) ? 0 : 1 + Math.min(...steps, MOST)
}

function countSteps(from: string, to: string): number {
  return relative(from, to).split('/').filter(Boolean).length
}

async function readSources(root: string): Promise<{ name: string; text: string }[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => [])
  const paths = entries
    .filter((entry) => entry.isFile() && source.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/(?:^|\/)(?:\.git|node_modules|\.venv|venv|site-packages)\//.test(relative(root, path)))
  const texts: { name: string; text: string }[] = []
  for (const path of paths.slice(0, MOST)) {
    if ((await stat(path)).size <= LARGEST) texts.push({ name: relative(root, path), text: await readFile(path, 'utf8') })
  }
  return texts
}
