import type { Case, Expectation } from '../case.ts'

const noisy = (cause: NonNullable<Expectation['cause']>): Expectation => ({ verdict: 'DIVERGED', kind: 'noisy', cause })

/** Programs that come out different each time. */
export const noiseCases: readonly Case[] = [
  python('the clock', "import time\nopen('o.txt', 'w').write(str(int(time.time_ns()) % 1000003 * 7))\n", noisy('time')),
  python('random numbers without a seed', "import random\nopen('o.txt', 'w').write(str(random.randint(0, 10**9)))\n", noisy('seed')),
  python(
    'the order of a set',
    "words = 'alpha beta gamma delta epsilon zeta eta theta iota kappa'.split()\nopen('o.txt', 'w').write(' '.join(list(set(words))))\n",
    noisy('order'),
  ),
  python('its own process id', "import os\nopen('o.txt', 'w').write(f'made by {os.getpid()}')\n", noisy('nondeterminism')),
  {
    name: 'noise from a race',
    plant: async (lab) => {
      const script = 'for i in $(seq 60); do (sleep 0.0$((RANDOM % 9)); echo $i >>o.txt) & done; wait'
      return { run: await lab.run(await lab.makeWork({}), ['bash', '-c', script]) }
    },
    expected: { verdict: 'DIVERGED', kind: 'noisy' },
  },
  {
    name: 'noise, with enough repeats to see that the original is one of its kind',
    plant: async (lab) => {
      const program = `import json, os, random
value = 1 + random.random() / 100
json.dump({'loss': value}, open('o.json', 'w'))
`
      return { run: await lab.run(await lab.makeWork({ 'n.py': program }), ['python3', 'n.py']), args: ['--repeats', '4'] }
    },
    // Files that scatter are not metrics: nobody said that any value will do.
    expected: noisy('seed'),
  },
]

function python(what: string, program: string, expected: Expectation): Case {
  return {
    name: `noise from ${what}`,
    plant: async (lab) => ({ run: await lab.run(await lab.makeWork({ 'n.py': program }), ['python3', 'n.py']) }),
    expected,
  }
}
